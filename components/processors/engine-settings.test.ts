// What the shared document says and what the engine understands are the same: defaults, ranges, names.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LONGEST_LOOK_AHEAD_MS, NEUTRAL_COMPRESSOR } from '@/audio/dynamics/compressor';
import { DEFAULT_LIMITER } from '@/audio/dynamics/limiter';
import { NEUTRAL_EQ } from '@/audio/filter/parametric-eq';
import { MixEngine } from '@/audio/mix/engine';
import { CLOSED_SENDS } from '@/audio/mix/graph';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import { DEFAULT_DELAY, LONGEST_DELAY_MS, STRONGEST_FEEDBACK } from '@/audio/space/echo';
import { DEFAULT_REVERB, LONGEST_PRE_DELAY_MS } from '@/audio/space/reverb';
import { setField } from '@/document/edits';
import { fieldsOfEntity, rangeOf } from '@/document/fields';
import { openDocument } from '@/document/open';
import { readMix } from '@/document/read';
import { DEFAULT_MIX, DEFAULT_STRIP } from '@/document/schema';
import { valueAtPlace } from '@/document/testing/random-mix-edits';

it('starts where the engine does nothing', () => {
  const { eq, compressor, sends } = DEFAULT_STRIP;
  expect(eq).toEqual({ bypass: false, ...NEUTRAL_EQ });
  expect(compressor).toEqual({ bypass: false, ...NEUTRAL_COMPRESSOR });
  expect(sends).toEqual(CLOSED_SENDS);
  expect(DEFAULT_MIX.master).toEqual({ gainDb: 0, eq, limiter: { on: false, ...DEFAULT_LIMITER } });
  expect(DEFAULT_MIX).toMatchObject({ reverb: DEFAULT_REVERB, delay: DEFAULT_DELAY });
});

const highest = (entity: string, name: string): number => {
  const schema = fieldsOfEntity(entity)?.get(name)?.schema;
  return schema && 'maxValue' in schema ? rangeOf(schema).max : Number.NaN;
};

it('goes as far as the engine does', () => {
  expect(highest('drums', 'compressorLookAheadMs')).toBe(LONGEST_LOOK_AHEAD_MS);
  expect(highest('reverb', 'preDelayMs')).toBe(LONGEST_PRE_DELAY_MS);
  expect([highest('delay', 'leftMs'), highest('delay', 'rightMs')]).toEqual([
    LONGEST_DELAY_MS,
    LONGEST_DELAY_MS,
  ]);
  expect(highest('delay', 'feedback')).toBe(STRONGEST_FEEDBACK);
});

const FRAMES = 128;

/** Every field of these entities with a place in its range: -0.5 and 1.5 lie outside of it. */
const settings = fc.array(
  fc.record({
    entity: fc.constantFrom('drums', 'bass', 'master', 'reverb', 'delay'),
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
      const [name, of] = fields[field % fields.length]!;
      setField(doc, entity, name, valueAtPlace(of, place), 'me');
      engine.setGraph(graphOfMix(readMix(doc), ['drums', 'bass']));
      engine.process([[noise], [noise]], FRAMES, outputs);
    }
    for (const output of outputs) expect(output.every(Number.isFinite)).toBe(true);
    doc.destroy();
  });
  fc.assert(property, { numRuns: 30 });
});
