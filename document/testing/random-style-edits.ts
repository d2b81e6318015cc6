// For tests: random edits of the sounds that stems are played with, by people and by the server.

import fc from 'fast-check';
import type * as Y from 'yjs';
import { SAMPLE_RATE, SEGMENT_SAMPLES } from '@/contract/units';
import { applyServerEdit } from '../server-edits';
import { readStyles, resetStyle, setStyle } from '../styles';
import { mapEdits } from './random-map-edits';

const SOUNDS = ['bells', 'kitchen'];
const stemId = fc.constantFrom('vocals', 'drums', 'bass', 'other');
const sound = fc.constantFrom(...SOUNDS);

const styleEditArbitrary = fc.record({
  style: fc.oneof(
    fc.record({ kind: fc.constant('choose' as const), sound: fc.option(sound) }),
    fc.record({ kind: fc.constant('grain' as const), value: fc.double({ min: 0, max: 2_000, noNaN: true }) }),
    fc.record({ kind: fc.constant('voices' as const), value: fc.double({ min: -3, max: 9, noNaN: true }) }),
    fc.record({ kind: fc.constant('envelope' as const), value: fc.boolean() }),
    fc.record({ kind: fc.constant('plain' as const) }),
    fc.record({ kind: fc.constant('deliver' as const), sound }),
    fc.record({ kind: fc.constant('drop' as const) }),
  ),
  stemId,
});
type StyleEdit = typeof styleEditArbitrary extends fc.Arbitrary<infer Edit> ? Edit : never;

/** A stem as a worker delivers it played with a sound. */
export const deliveredStyle = (id: string, styleId: string) => ({
  id,
  name: id,
  styleId,
  sourceId: `sty-${id}-${styleId}`,
  lengthSamples: 441_000,
  sampleRate: SAMPLE_RATE,
  segmentSamples: SEGMENT_SAMPLES,
  headroomBits: 1,
});

/** Makes one edit of a stem's style. */
function makeStyleEdit(doc: Y.Doc, { style, stemId: id }: StyleEdit, origin: unknown): void {
  if (style.kind === 'choose') setStyle(doc, id, 'sound', style.sound, origin);
  else if (style.kind === 'grain') setStyle(doc, id, 'grainDurationMs', style.value, origin);
  else if (style.kind === 'voices') setStyle(doc, id, 'voices', style.value, origin);
  else if (style.kind === 'envelope') setStyle(doc, id, 'useEnvelope', style.value, origin);
  else if (style.kind === 'plain') resetStyle(doc, id, origin);
  else if (style.kind === 'deliver') {
    applyServerEdit(doc, { type: 'put-styled-stem', stem: deliveredStyle(id, style.sound) });
  } else applyServerEdit(doc, { type: 'drop-styled-stem', stemId: id });
}

export const styleEdits = mapEdits({
  edits: styleEditArbitrary,
  make: ({ doc, origin }, edit) => makeStyleEdit(doc, edit, origin),
  weight: 4,
  read: readStyles,
});
