// Which tracks can take part in a set, and the notes on those that cannot, or only in part.
import { samplesToSeconds } from '../../units';
import type { SetTrack } from '../types';

/** Less sound than this is a click, nothing that could be mixed. */
const MIN_SECONDS = 0.1;

export interface PlayableTracks {
  /** In the order in which they were given. */
  readonly tracks: readonly SetTrack[];
  /** Messages for the user. */
  readonly notes: readonly string[];
}

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** With tenths of a second. */
function fineClock(seconds: number): string {
  const tenths = Math.round(10 * seconds);
  return `${clock(Math.floor(tenths / 10))}.${tenths % 10}`;
}

/** From when to when, with tenths of a second where both would read alike. */
function spanText(from: number, to: number): string {
  const text = clock(from) === clock(to) ? fineClock : clock;
  return `from ${text(from)} to ${text(to)}`;
}

/** How long the music of a track is, from its first sound to its last, in seconds; null when it is silent. */
function soundingSeconds({ analysis }: SetTrack): number | null {
  const at = (kind: 'first-sound' | 'last-sound') => analysis.cues.find((cue) => cue.kind === kind)?.at;
  const [first, last] = [at('first-sound'), at('last-sound')];
  if (first === undefined || last === undefined) return null;
  return (last - first) / analysis.sampleRate;
}

/** Why a track is excluded; null when it is included. */
function exclusionReason(track: SetTrack): string | null {
  const seconds = soundingSeconds(track);
  if (seconds === null) return `"${track.name}" is silent and takes no part.`;
  return seconds < MIN_SECONDS ? `"${track.name}" is too short to be mixed and takes no part.` : null;
}

/** What is left out of a track because a long silence divides it from the rest. Nobody misses a click. */
function leftOutNotes({ name, analysis }: SetTrack): string[] {
  const { leftOut = [], sampleRate, cues } = analysis;
  const first = cues.find(({ kind }) => kind === 'first-sound')?.at ?? 0;
  return leftOut.flatMap(({ start, end }) => {
    const [from, to] = [samplesToSeconds(start, sampleRate), samplesToSeconds(end, sampleRate)];
    if (to - from < MIN_SECONDS) return [];
    const place = start < first ? 'before a long silence' : 'after a long silence';
    return `What sounds in "${name}" ${place}, ${spanText(from, to)}, is left out.`;
  });
}

/**
 * Leaves out the tracks in which nothing is audible.
 * @throws RangeError with a message for the user when none is left
 */
export function playableTracks(tracks: readonly SetTrack[]): PlayableTracks {
  const reasons = tracks.map(exclusionReason);
  const playable = tracks.filter((_, i) => reasons[i] === null);
  if (tracks.length > 0 && playable.length === 0) {
    throw new RangeError('All of these tracks are silent; a set needs at least one that sounds.');
  }
  const skipped = reasons.filter((reason) => reason !== null);
  return { tracks: playable, notes: [...skipped, ...playable.flatMap(leftOutNotes)] };
}
