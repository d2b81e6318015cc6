// The level of each track, so that all of them are equally loud.
import type { Loudness } from '../../loudness/loudness-meter';

/** Where streaming services play music; the loudest a set is. */
const LOUDEST_LUFS = -14;
/** Below this nobody wants to listen, whatever the peaks. */
const QUIETEST_LUFS = -20;
const CEILING_DBTP = -1;
/** The limiter may take this much off the highest peak of a track; more would change its loudness. */
const LIMITED_DB = 2;
/** No track is turned up or down by more. */
export const MAX_GAIN_DB = 24;

/** The loudness at which no track's peaks need much limiting. */
function commonLoudness(tracks: readonly Loudness[]): number {
  const reachable = tracks
    .filter(({ integratedLufs }) => Number.isFinite(integratedLufs))
    .map(({ integratedLufs, truePeakDbtp }) => integratedLufs + CEILING_DBTP - truePeakDbtp + LIMITED_DB);
  return Math.max(QUIETEST_LUFS, Math.min(LOUDEST_LUFS, ...reachable));
}

/** Gains in dB that bring every track to one loudness; silence stays as it is. */
export function matchLoudness(tracks: readonly Loudness[]): number[] {
  const common = commonLoudness(tracks);
  return tracks.map(({ integratedLufs }) => {
    if (!Number.isFinite(integratedLufs)) return 0;
    return Math.max(-MAX_GAIN_DB, Math.min(MAX_GAIN_DB, common - integratedLufs));
  });
}
