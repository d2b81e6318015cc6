// How much of the timeline the lanes show while takes grow.
import { SAMPLE_RATE } from '@/audio/units';
import type { Peer } from '../../collaboration/presence-reader';

/** Lanes grow in steps, so that the picture does not creep. */
const STEP = 30 * SAMPLE_RATE;

/** The end of the lanes for a take that has come to a position, both in samples: up to half a minute ahead. */
export const roomFor = (position: number): number => (Math.floor(position / STEP) + 1) * STEP;

/** The end of the lanes for what others record, in samples; 0 where nobody does. */
export function roomForPeers(peers: readonly Peer[]): number {
  const ends = peers.map(({ presence: { recording, transport } }) =>
    recording ? roomFor(Math.max(recording.start, transport?.seconds ?? 0) * SAMPLE_RATE) : 0,
  );
  return Math.max(0, ...ends);
}
