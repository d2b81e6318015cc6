// Dither: the noise that turns the distortion of rounding to few bits into a steady, inaudible hiss.

/** A repeatable source of uniform random numbers (the `mulberry32` generator): equal seeds give equal files. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Noise of triangular distribution between -1 and 1 step of the target (two uniform numbers added): the least that
 * makes mean and power of the rounding error independent of the signal.
 * @param random uniform numbers from 0 up to 1
 */
export function triangularDither(random: () => number): () => number {
  return () => random() - random();
}
