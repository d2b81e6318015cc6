// Turns float stems into the 24-bit integers they are stored as, with headroom for what exceeds full scale.

const BITS = 23;
const HIGHEST = 2 ** BITS - 1;
const MAX_HEADROOM_BITS = 8;

/** The largest absolute sample. */
export function largestOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

/**
 * How many bits a stem with this peak must be turned down by so that no sample is clipped: 0 for nearly every stem.
 * @param peak largest absolute sample
 */
export function headroomFor(peak: number): number {
  let bits = 0;
  while (bits < MAX_HEADROOM_BITS && Math.round(peak * 2 ** (BITS - bits)) > HIGHEST) bits++;
  return bits;
}

/** A stem may be louder than the mix, where the others cancel it; up to three times its peak is allowed for. */
const MAX_STEM_TO_MIX_RATIO = 3;

/**
 * The headroom of stems whose peaks are not known yet, because they are stored while they are separated: two bits for a
 * mix that reaches full scale, so that no sample is off by more than 2^-22 (-132 dBFS).
 * @param mixPeak largest absolute sample of the song
 */
export const headroomOfStems = (mixPeak: number): number => headroomFor(MAX_STEM_TO_MIX_RATIO * mixPeak);

/**
 * The stored value of each sample, round(x * 2^23 * 2^-headroomBits), in the upper 24 of 32 bits.
 *
 * There is no dither: the rounding lies at -146 dBFS, below the 24-bit mantissa of the floats at full level and far
 * below any converter, and without dither the sum of untouched stems stays what the separation delivered.
 */
export function quantiseStem(samples: Float32Array, headroomBits: number): Int32Array<ArrayBuffer> {
  const scale = 2 ** (BITS - headroomBits);
  const stored = new Int32Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const value = Math.round(samples[i]! * scale);
    stored[i] = Math.max(-HIGHEST - 1, Math.min(HIGHEST, value)) * 256;
  }
  return stored;
}
