// Butterworth filters as chains of second-order sections.

/**
 * The damping (1 / Q) of each section of a filter of order 2 * `sections`: its poles lie on a half circle at equal
 * angles, so that the passband is as flat as it can be and the corner lies at -3 dB (S. Butterworth, 1930). For one
 * section Q is 0.707, for two 0.541 and 1.307, for three 0.518, 0.707 and 1.932.
 */
export function butterworthDampings(sections: number): readonly number[] {
  return Array.from({ length: sections }, (_, k) => 2 * Math.cos(((2 * k + 1) * Math.PI) / (4 * sections)));
}

/** Corner frequencies are clamped below this share of the sample rate. */
const HIGHEST_CORNER = 0.49;

/** True when nothing lies above the frequency at this sample rate. */
export const isBeyondNyquist = (hz: number, sampleRate: number): boolean => hz >= HIGHEST_CORNER * sampleRate;

/** The corner as the bilinear transform bends it: tan(pi hz / rate), at any frequency and rate. */
export const warpedCorner = (hz: number, sampleRate: number): number =>
  Math.tan(Math.PI * Math.min(HIGHEST_CORNER, hz / sampleRate));
