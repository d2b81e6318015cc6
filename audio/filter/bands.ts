// The coefficients of equaliser bands: analogue curves that stay true up to the Nyquist frequency.
import type { BandSettings } from '@/contract/processors/equaliser';
import { type BiquadCoefficients, IDENTITY, inverse } from './biquad';

export type BandKind = 'low-shelf' | 'peak' | 'high-shelf';

/*
 * The bilinear transform squeezes everything above 10 kHz towards Nyquist: a bell at 16 kHz comes out lopsided
 * and too narrow. Here the poles are those of the analogue band (impulse invariance), and the zeros are chosen so
 * that the magnitude is the analogue one at 0 Hz, at the band's frequency and at Nyquist (M. Vicanek, "Matched
 * second order digital filters", 2016). Of a boost and a cut of equal size, the one whose poles lie lower in
 * frequency is designed and the other is its inverse, so that they cancel exactly.
 */

/** An analogue section (n0 + n1 s + n2 s^2) / (d0 + d1 s + d2 s^2), s in units of the band's frequency. */
interface Prototype {
  readonly n: readonly [number, number, number];
  readonly d: readonly [number, number, number];
}

/** The band with a positive gain for peaks and low shelves, and with a negative one for high shelves. */
function prototypeOf(kind: BandKind, gainDb: number, q: number): Prototype {
  const a = 10 ** (Math.abs(gainDb) / 40);
  const slope = Math.sqrt(a) / q;
  if (kind === 'peak') return { n: [1, a / q, 1], d: [1, 1 / (a * q), 1] };
  if (kind === 'low-shelf') return { n: [a * a, a * slope, a], d: [1, slope, a] };
  return { n: [a, slope, 1], d: [a, a * slope, a * a] };
}

/** |H|^2 of a prototype at `ratio` times the band's frequency. */
function analoguePower({ n, d }: Prototype, ratio: number): number {
  const power = ([c0, c1, c2]: readonly [number, number, number]) =>
    (c0 - c2 * ratio * ratio) ** 2 + (c1 * ratio) ** 2;
  return power(n) / power(d);
}

/** Poles of the prototype, mapped by z = exp(s). */
function poles([d0, d1, d2]: Prototype['d'], radians: number): { a1: number; a2: number } {
  const omega = Math.sqrt(d0 / d2) * radians;
  const damping = d1 / (2 * Math.sqrt(d0 * d2));
  const decay = Math.exp(-damping * omega);
  const turn =
    damping <= 1
      ? Math.cos(Math.sqrt(1 - damping * damping) * omega)
      : Math.cosh(Math.sqrt(damping * damping - 1) * omega);
  return { a1: -2 * decay * turn, a2: decay * decay };
}

function match(prototype: Prototype, radians: number): BiquadCoefficients {
  const { a1, a2 } = poles(prototype.d, radians);
  const high = Math.sin(radians / 2) ** 2;
  const low = 1 - high;
  const both = 4 * low * high;
  const denominator = (1 + a1 + a2) ** 2 * low + (1 - a1 + a2) ** 2 * high - 4 * a2 * both;
  const atZero = (1 + a1 + a2) * Math.sqrt(analoguePower(prototype, 0));
  const atNyquist = (1 - a1 + a2) * Math.sqrt(analoguePower(prototype, Math.PI / radians));
  const wanted = analoguePower(prototype, 1) * denominator;
  const bend = (wanted - atZero ** 2 * low - atNyquist ** 2 * high) / both;
  const middle = (atZero + atNyquist) / 2;
  const b0 = (middle + Math.sqrt(Math.max(0, middle * middle + bend))) / 2;
  return { b0, b1: (atZero - atNyquist) / 2, b2: -bend / (4 * b0), a1, a2 };
}

/** |H|^2 of the analogue band at `frequency` Hz: what `bandCoefficients` comes close to. */
export function analogueBandPower(
  kind: BandKind,
  { hz, gainDb, q }: BandSettings,
  frequency: number,
): number {
  const power = analoguePower(prototypeOf(kind, gainDb, q), frequency / hz);
  return isDesignedInverse(kind, gainDb) ? 1 / power : power;
}

const isDesignedInverse = (kind: BandKind, gainDb: number): boolean =>
  kind === 'high-shelf' ? gainDb > 0 : gainDb < 0;

/**
 * Beyond these the zeros may leave the unit circle: a steeper shelf overshoots, and one that begins higher
 * acts mostly on inaudible frequencies.
 */
export const STEEPEST_SHELF_Q = 1;
const HIGHEST_TURN = { 'low-shelf': 0.37, peak: 0.49, 'high-shelf': 0.37 } as const;

/**
 * The filter section of a band: stable, with a stable inverse.
 * @param band a peak's frequency is clamped below 0.49 and a shelf's below 0.37 times the sample rate, a
 *   shelf's q below `STEEPEST_SHELF_Q`
 */
export function bandCoefficients(kind: BandKind, band: BandSettings, sampleRate: number): BiquadCoefficients {
  if (band.gainDb === 0) return IDENTITY;
  const radians = 2 * Math.PI * Math.min(HIGHEST_TURN[kind], band.hz / sampleRate);
  const q = kind === 'peak' ? band.q : Math.min(STEEPEST_SHELF_Q, band.q);
  const section = match(prototypeOf(kind, band.gainDb, q), radians);
  return isDesignedInverse(kind, band.gainDb) ? inverse(section) : section;
}
