// For tests: random edits of the tracklist by people who all know the same few tracks.

import fc from 'fast-check';
import type * as Y from 'yjs';
import { ENERGY_SHAPES } from '@/contract/set-vocabulary';
import { readTracklist } from '../tracklist';
import { addTrack, keepTogether, moveTrack, removeTrack, setOption } from '../tracklist-edits';
import { mapEdits } from './random-map-edits';

export const RANDOM_TRACKS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
const track = fc.constantFrom(...RANDOM_TRACKS);

const tracklistEditArbitrary = fc.record({
  tracklist: fc.oneof(
    fc.record({ kind: fc.constant('add' as const) }),
    fc.record({ kind: fc.constant('move' as const), index: fc.integer({ min: -1, max: 6 }) }),
    fc.record({ kind: fc.constant('remove' as const) }),
    fc.record({ kind: fc.constant('together' as const), other: fc.option(track) }),
    fc.record({ kind: fc.constant('first' as const) }),
    fc.record({ kind: fc.constant('last' as const) }),
    fc.record({ kind: fc.constant('shape' as const), shape: fc.constantFrom(...ENERGY_SHAPES) }),
  ),
  track,
});
type TracklistEdit = typeof tracklistEditArbitrary extends fc.Arbitrary<infer Edit> ? Edit : never;

/** Makes one edit of the tracklist; moving what is not there is left out, as no page offers it. */
function makeTracklistEdit(doc: Y.Doc, { tracklist: edit, track: id }: TracklistEdit, origin: unknown): void {
  const isThere = readTracklist(doc).tracks.some((each) => each.id === id);
  if (edit.kind === 'add') addTrack(doc, { id, name: `Track ${id}` }, origin);
  else if (edit.kind === 'move' && isThere) moveTrack(doc, id, edit.index, origin);
  else if (edit.kind === 'remove') removeTrack(doc, id, origin);
  else if (edit.kind === 'together') keepTogether(doc, id, edit.other, origin);
  else if (edit.kind === 'shape') setOption(doc, 'energyShape', edit.shape, origin);
  else if (edit.kind === 'first' || edit.kind === 'last') setOption(doc, edit.kind, id, origin);
}

export const tracklistEdits = mapEdits({
  edits: tracklistEditArbitrary,
  make: ({ doc, origin }, edit) => makeTracklistEdit(doc, edit, origin),
  weight: 4,
  read: readTracklist,
});
