// The exponential that turns a gain reduction into a gain, fast enough to be asked for every sample.

/** A reduction this small, in nepers, counts as none, so that what has settled leaves the audio unchanged. */
export const NO_REDUCTION_NP = 1e-10;

const STEPS_PER_NEPER = 1024;
/** 278 dB. */
const MAX_NEPERS = 32;
const TABLE = Float64Array.from({ length: MAX_NEPERS * STEPS_PER_NEPER + 1 }, (_, step) =>
  Math.exp(-step / STEPS_PER_NEPER),
);

/**
 * exp(-nepers), equal to Math.exp within 2e-11, which is -214 dB: the nearest step from a table times three terms of
 * the series for the rest. Math.exp is a call out of the compiled code, for which a loop has to put its variables away.
 * @param nepers 0 or more
 */
export function decay(nepers: number): number {
  if (!(nepers < MAX_NEPERS)) return Math.exp(-nepers);
  const step = (nepers * STEPS_PER_NEPER + 0.5) | 0;
  const rest = step / STEPS_PER_NEPER - nepers;
  return TABLE[step]! * (1 + rest * (1 + rest / 2));
}
