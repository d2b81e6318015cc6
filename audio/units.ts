// The units audio code counts in: time in samples, level in decibels.
import { SAMPLE_RATE } from '@/contract/units';

export { SAMPLE_RATE };

declare const sampleBrand: unique symbol;

/** A position or length in sample frames at a known rate: an integer, never seconds. */
export type Samples = number & { readonly [sampleBrand]: true };

/** Decibels per neper, the natural logarithm of a gain. */
export const DB_PER_NEPER = 20 / Math.LN10;
export const NEPER_PER_DB = Math.LN10 / 20;

/** The decibel value that means silence on a fader. */
export const SILENT_DB = Number.NEGATIVE_INFINITY;

/**
 * Marks an integer as a sample count.
 * @throws RangeError when `value` is not an integer
 */
export function samples(value: number): Samples {
  if (!Number.isInteger(value)) throw new RangeError(`${value} is not a whole number of samples.`);
  return value as Samples;
}

/** Seconds to the nearest sample at `rate` Hz. */
export function secondsToSamples(seconds: number, rate: number = SAMPLE_RATE): Samples {
  return Math.round(seconds * rate) as Samples;
}

/** Samples at `rate` Hz to seconds. */
export function samplesToSeconds(count: Samples, rate: number = SAMPLE_RATE): number {
  return count / rate;
}

/** Decibels to linear gain; -Infinity dB is 0. */
export function dbToGain(db: number): number {
  return 10 ** (db / 20);
}

/** Linear gain to decibels; 0 is -Infinity dB. */
export function gainToDb(gain: number): number {
  return 20 * Math.log10(Math.abs(gain));
}
