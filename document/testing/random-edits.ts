// For tests and benchmarks: random people, each with a replica of the document, making every edit it knows.

import fc from 'fast-check';
import * as Y from 'yjs';
import { SAMPLE_RATE, SEGMENT_SAMPLES } from '@/contract/units';
import type { MapName } from '../register-maps';
import type { Author } from '../registers';
import { HISTORY_MAP, RESTORED } from '../schema';
import { applyServerEdit, SERVER_ORIGIN } from '../server-edits';
import { readTracks } from '../tracks';
import { createPersonalUndo } from '../undo';
import { restoreVersion } from '../versions';
import { automationEdits, clipEdits } from './random-clip-edits';
import { commentEdits } from './random-comment-edits';
import { type MapEdits, mapEdits, type RandomEdit, type Replica, randomEdits } from './random-map-edits';
import { mixEdits } from './random-mix-edits';
import { styleEdits } from './random-style-edits';
import { takeEdits } from './random-take-edits';
import { trackEdits } from './random-track-edits';
import { tracklistEdits } from './random-tracklist-edits';

const stem = fc.constantFrom('vocals', 'drums', 'bass', 'other');

const deliveredStem = (id: string) => ({
  id,
  name: id,
  sourceId: 'sep-1',
  lengthSamples: 441_000,
  sampleRate: SAMPLE_RATE,
  segmentSamples: SEGMENT_SAMPLES,
  headroomBits: 0,
});

/** How each map of the document is edited and read. */
export const MAP_EDITS: Readonly<Record<MapName, MapEdits>> = {
  mix: mixEdits,
  clips: clipEdits,
  tracks: trackEdits,
  takes: takeEdits,
  automation: automationEdits,
  styles: styleEdits,
  comments: commentEdits,
  tracklist: tracklistEdits,
  results: mapEdits({
    edits: fc.record({ deliver: stem, asSource: fc.boolean() }),
    weight: 4,
    make: ({ doc }, { deliver, asSource }) =>
      applyServerEdit(
        doc,
        asSource
          ? { type: 'put-source', source: deliveredStem(`file-${deliver}`) }
          : { type: 'put-stems', stems: [deliveredStem(deliver)] },
      ),
    read: readTracks,
  }),
  history: mapEdits({
    edits: fc.record({ restore: stem, pan: fc.double({ min: -1, max: 1, noNaN: true }) }),
    weight: 4,
    make({ doc, origin }, { restore, pan }) {
      const mix = { [`${restore}/pan`]: pan, 'master/gainDb': -6 };
      const registers = { mix, styles: { [`${restore}/sound`]: 'bells' } };
      restoreVersion(doc, 'version', registers, origin);
    },
    read: (doc) => doc.getMap(HISTORY_MAP).get(RESTORED),
  }),
};

const undoEdits = randomEdits(
  fc.constantFrom('undo' as const, 'redo' as const, 'beginGesture' as const, 'endGesture' as const),
  ({ undo }, step) => void undo[step](),
);

/** Every kind of edit that the document knows. */
export const editArbitrary: fc.Arbitrary<RandomEdit> = fc.oneof(...Object.values(MAP_EDITS), {
  arbitrary: undoEdits,
  weight: 4,
});

/** An edit as it left the replica it was made on. */
export interface Entry {
  readonly update: Uint8Array;
  readonly author: Author;
}

/** Every edit is dated alike, so that nothing but the edits decides. */
const NOW_MS = 1_700_000_000_000;

export function openReplica(clientId: number, log: Entry[]): Replica {
  const doc = new Y.Doc();
  // Fixed here, so that a failing seed fails again; outside of tests a fixed id would corrupt documents.
  doc.clientID = clientId;
  const origin = Symbol('person');
  const commentAuthor = { doc, userId: `person-${clientId}`, origin, now: () => NOW_MS };
  const replica = { doc, origin, commentAuthor, undo: createPersonalUndo(doc, origin) };
  doc.on('update', (update: Uint8Array, from: unknown) => {
    const author = from === SERVER_ORIGIN ? 'server' : { userId: commentAuthor.userId, nowMs: NOW_MS };
    if (from !== 'remote') log.push({ update, author });
  });
  return replica;
}
