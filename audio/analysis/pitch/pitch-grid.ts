// The pitches that tracking distinguishes: tenths of a semitone from C1 to C7.

/** C1, the lowest pitch tracked. */
export const LOWEST_HZ = 32.7;
/** C7, the highest pitch tracked. */
export const HIGHEST_HZ = 2093;
export const BINS_PER_SEMITONE = 10;
const BINS_PER_OCTAVE = 12 * BINS_PER_SEMITONE;

export const PITCH_BINS = Math.floor(BINS_PER_OCTAVE * Math.log2(HIGHEST_HZ / LOWEST_HZ)) + 1;

/** The bin nearest to a frequency; frequencies below the lowest belong to it, those above end beyond the last bin. */
export function pitchBin(hz: number): number {
  const bin = Math.round(BINS_PER_OCTAVE * Math.log2(hz / LOWEST_HZ));
  return Math.max(0, Math.min(PITCH_BINS, bin));
}

/** The frequency of a bin, in Hz. */
export function binFrequency(bin: number): number {
  return LOWEST_HZ * 2 ** (bin / BINS_PER_OCTAVE);
}
