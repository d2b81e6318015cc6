// The short fades that keep starts, stops, jumps and seams free of clicks.

/** Length of every fade: 256 samples, 5.8 ms at 44.1 kHz. */
export const FADE_SAMPLES = 256;

/** Raised-cosine gain by step: 0 at step 0, 1 at step FADE_SAMPLES; the gains of a step and of its mirror sum to 1. */
export const FADE_GAIN: Float32Array = Float32Array.from(
  { length: FADE_SAMPLES + 1 },
  (_, step) => 0.5 - 0.5 * Math.cos((Math.PI * step) / FADE_SAMPLES),
);
