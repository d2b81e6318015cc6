// Second-order filter sections: their coefficients, and how loud they are at a frequency.

/** H(z) = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2). */
export interface BiquadCoefficients {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Lets everything through. */
export const IDENTITY: BiquadCoefficients = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 };

/**
 * Filter state below this is set to 0. It lies so far under the smallest float32 number that no output
 * changes, and so far above the denormal numbers that decay never reaches them, which would be slow.
 */
export const STATE_FLOOR = 1e-150;

/** |H|^2 at `frequency` Hz for a section that runs at `sampleRate` Hz. */
export function powerAt(section: BiquadCoefficients, frequency: number, sampleRate: number): number {
  const { b0, b1, b2, a1, a2 } = section;
  const half = Math.sin((Math.PI * frequency) / sampleRate) ** 2;
  const power = (c0: number, c1: number, c2: number) =>
    (c0 + c1 + c2) ** 2 * (1 - half) + (c0 - c1 + c2) ** 2 * half - 16 * c0 * c2 * half * (1 - half);
  return power(b0, b1, b2) / power(1, a1, a2);
}

/** The section that undoes `section`; it is stable when the zeros of `section` lie inside the unit circle. */
export function inverse({ b0, b1, b2, a1, a2 }: BiquadCoefficients): BiquadCoefficients {
  return { b0: 1 / b0, b1: a1 / b0, b2: a2 / b0, a1: b1 / b0, a2: b2 / b0 };
}
