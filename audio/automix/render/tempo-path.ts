// How time passes while the tempo moves in a straight line over the beats.

export interface TempoPath {
  readonly startBpm: number;
  readonly endBpm: number;
  /** Length of the path in beats. */
  readonly beats: number;
}

/** A smaller change than this is none: the logarithm below would lose its digits. */
const MIN_CHANGE = 1e-9;

/**
 * Seconds from the start of the path to `beat`: the integral of 60 / tempo over the beats.
 * @param beat 0 to `beats`; fractions are allowed
 */
export function secondsToBeat({ startBpm, endBpm, beats }: TempoPath, beat: number): number {
  const change = (endBpm - startBpm) / startBpm;
  if (beats === 0 || Math.abs(change) < MIN_CHANGE) return (60 * beat) / startBpm;
  return ((60 * beats) / (endBpm - startBpm)) * Math.log1p((change * beat) / beats);
}

/** The tempo at `beat`, in beats per minute. */
export function tempoAtBeat({ startBpm, endBpm, beats }: TempoPath, beat: number): number {
  return beats === 0 ? startBpm : startBpm + ((endBpm - startBpm) * beat) / beats;
}
