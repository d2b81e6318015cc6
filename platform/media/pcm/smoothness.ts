// How smooth the samples of sound are, and what is read wrongly: bounds of roughness, which is near 1 in white noise.

/** Music that is read as it was written stays below; noise and cymbals alone may lie above. */
export const ROUGH = 0.6;
/** Bytes that are read wrongly are noise, near 1; a tone close to half the sample rate is near 2, and stays as it is read. */
export const MAX_NOISE = 1.3;
/**
 * How much smoother another reading must be, and how smooth at most, to be believed against the whole header, or against
 * the place of the frames before. Dense music is near 0.23 as it was written and 0.99 in the wrong order of bytes; noise is
 * near 1 in both.
 */
export const SMOOTHER = 2.5;
export const SMOOTH = 0.35;
