// The mix engine stays finite whatever the shared document is set to.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MixEngine } from '@/audio/mix/engine';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import { at } from '@/contract/required';
import { setField } from '@/document/edits';
import { fieldsOfEntity } from '@/document/fields';
import { openDocument } from '@/document/open';
import { readMix } from '@/document/read';
import { valueAtPlace } from '@/document/testing/random-mix-edits';

const FRAMES = 128;

/** Every field of these entities with a place in its range: -0.5 and 1.5 lie outside of it. */
const settings = fc.array(
  fc.record({
    entity: fc.constantFrom('drums', 'bass', 'master', 'reverb', 'delay', 'song'),
    field: fc.nat(),
    place: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
  }),
  { minLength: 20, maxLength: 60 },
);

it('sets the engine to nothing that it cannot play', () => {
  const noise = Float32Array.from({ length: FRAMES }, (_, i) => Math.sin(i * i));
  const outputs = [new Float32Array(FRAMES), new Float32Array(FRAMES)];
  const property = fc.property(settings, (edits) => {
    const doc = openDocument();
    const engine = new MixEngine({ stemCount: 2, blockSize: FRAMES });
    for (const { entity, field, place } of edits) {
      const fields = [...(fieldsOfEntity(entity) ?? [])];
      const [name, of] = at(fields, field % fields.length);
      setField(doc, entity, name, valueAtPlace(of, place), 'me');
      engine.setGraph(graphOfMix(readMix(doc), ['drums', 'bass']));
      engine.process([[noise], [noise]], FRAMES, outputs);
    }
    for (const output of outputs) expect(output.every(Number.isFinite)).toBe(true);
    doc.destroy();
  });
  fc.assert(property, { numRuns: 30 });
});
