// The attacks of a track over a passage: how strongly the kick range, the middle and the high range set in.
import type { FrameMatrix } from '../../analysis/frames';
import type { RealFft } from '../../fft';
import { bandPowers, LEVEL_HOP, toLogLevels } from '../../track/band-levels';
import { valueAt } from '../../track/curves';
import { onsetCurves } from '../../track/onsets';

/** Kick and bass, bodies of snares and chords, hats. The kick says best where a beat is. */
export const BAND_WEIGHTS = [1.5, 1, 0.7] as const;
export const ATTACK_BANDS = BAND_WEIGHTS.length;
/** A frequency band this far below all of them together contains only leakage from its neighbours. */
const EMPTY_BAND = 10 ** (-75 / 10);

/** The channels of a passage, one or more. */
export type Channels = readonly [Float32Array, ...Float32Array[]];

/** Strengths of attacks over time: ATTACK_BANDS columns, a row per step. */
export type AttackCurves = FrameMatrix;

/** Empties the bands in which nothing sounds: levels are relative to the band, and would rise and fall there as well. */
function withoutLeakage({ values, bands, frames }: FrameMatrix): FrameMatrix {
  const sums = new Float64Array(bands);
  for (const [i, power] of values.entries()) sums[i % bands]! += power;
  const minPower = EMPTY_BAND * sums.reduce((sum, power) => sum + power, 0);
  return { values: values.map((power, i) => (sums[i % bands]! < minPower ? 0 : power)), bands, frames };
}

/** The power of both channels together, in which nothing cancels that sounds in either of them. */
function powersOf(fft: RealFft, [first, ...others]: Channels, sampleRate: number): FrameMatrix {
  const sum = bandPowers(fft, first, sampleRate);
  for (const channel of others) {
    for (const [i, power] of bandPowers(fft, channel, sampleRate).values.entries()) sum.values[i]! += power;
  }
  return sum;
}

/**
 * Reads the attacks of a passage by the power of its channels, whatever their polarity.
 * @param fft a transform of LEVEL_FRAME samples
 * @param passage its channels, equally long
 * @param sampleOf the sample of the passage at which a row lies
 */
export function readAttacks(
  fft: RealFft,
  passage: Channels,
  sampleRate: number,
  rows: number,
  sampleOf: (row: number) => number,
): AttackCurves {
  const levels = toLogLevels(withoutLeakage(powersOf(fft, passage, sampleRate)));
  const { low, mid, high } = onsetCurves(levels, sampleRate);
  const values = new Float32Array(ATTACK_BANDS * rows);
  for (let row = 0; row < rows; row++) {
    const frame = sampleOf(row) / LEVEL_HOP;
    for (const [band, curve] of [low, mid, high].entries())
      values[ATTACK_BANDS * row + band] = valueAt(curve, frame);
  }
  return { values, bands: ATTACK_BANDS, frames: rows };
}

/** One band of the rows from `from` on without its mean, and its energy; beyond the ends there are no attacks. */
export function bandOf({ values, bands, frames }: AttackCurves, band: number, from: number, rows: number) {
  const out = new Float32Array(rows);
  let mean = 0;
  for (let i = 0; i < rows; i++) {
    const row = from + i;
    out[i] = row >= 0 && row < frames ? values[row * bands + band]! : 0;
    mean += out[i]! / rows;
  }
  let energy = 0;
  for (let i = 0; i < rows; i++) {
    out[i]! -= mean;
    energy += out[i]! ** 2;
  }
  return { curve: out, energy };
}
