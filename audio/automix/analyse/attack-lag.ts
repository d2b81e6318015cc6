// By how much the same sound comes later in one recording than in another, from the rise and fall of its energy.
import type { Channels } from './attack-curves';

/** Samples that one point of an envelope stands for: 0.7 ms. */
const STEP = 32;

/**
 * Running sums of the energy of what changes fast in any channel, so that the energy of any passage is one subtraction.
 */
function energySums(channels: Channels): Float64Array {
  const sums = new Float64Array(channels[0].length + 1);
  for (let i = 1; i < channels[0].length; i++) {
    let energy = 0;
    for (const channel of channels) energy += (channel[i]! - channel[i - 1]!) ** 2;
    sums[i + 1] = sums[i]! + energy;
  }
  return sums;
}

function sumAt(sums: Float64Array, position: number): number {
  const clamped = Math.max(0, Math.min(sums.length - 1, position));
  const before = Math.min(sums.length - 2, Math.floor(clamped));
  return sums[before]! + (clamped - before) * (sums[before + 1]! - sums[before]!);
}

/** Amplitude in `points` steps of `step` samples from `from` on. */
function envelope(sums: Float64Array, from: number, step: number, points: number): Float64Array {
  return Float64Array.from({ length: points }, (_, i) => {
    const energy = sumAt(sums, from + (i + 1) * step) - sumAt(sums, from + i * step);
    return Math.sqrt(Math.max(0, energy) / step);
  });
}

/** Normalised correlation of `window` with the part of `longer` that begins at `at`, both without their means. */
function similarity(window: Float64Array, longer: Float64Array, at: number): number {
  const n = window.length;
  let [a, b] = [0, 0];
  for (let i = 0; i < n; i++) {
    a += window[i]!;
    b += longer[at + i]!;
  }
  let [product, energyA, energyB] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [window[i]! - a / n, longer[at + i]! - b / n];
    product += x * y;
    energyA += x * x;
    energyB += y * y;
  }
  return energyA > 0 && energyB > 0 ? product / Math.sqrt(energyA * energyB) : 0;
}

/** Below this the two passages are not the same sound. */
const MIN_SIMILARITY = 0.5;

export interface LagRequest {
  /** Passages whose middles should be the same moment. The second is longer by what lags are looked for. */
  readonly original: Channels;
  readonly played: Channels;
  /** Samples of the original per sample of what is played. */
  readonly speed: number;
}

/**
 * Finds the lag, in samples of what is played, by which `played` comes late.
 * @returns null where the two have nothing in common, such as silence
 */
export function attackLag({ original, played, speed }: LagRequest): number | null {
  const [source, target] = [energySums(original), energySums(played)];
  const [originalFrames, playedFrames] = [original[0].length, played[0].length];
  const points = 2 * Math.floor(originalFrames / speed / STEP / 2);
  const reach = Math.floor((playedFrames / STEP - points) / 2);
  if (points < 2 || reach < 1) return null;
  const middle = originalFrames / 2;
  const window = envelope(source, middle - (points / 2) * STEP * speed, STEP * speed, points);
  const longer = envelope(target, playedFrames / 2 - (points / 2 + reach) * STEP, STEP, points + 2 * reach);
  const scores = Array.from({ length: 2 * reach + 1 }, (_, at) => similarity(window, longer, at));
  const best = scores.indexOf(Math.max(...scores));
  if (scores[best]! < MIN_SIMILARITY) return null;
  const [left, right] = [scores[best - 1] ?? scores[best]!, scores[best + 1] ?? scores[best]!];
  const bend = left - 2 * scores[best]! + right;
  const fraction = bend < 0 ? (left - right) / (2 * bend) : 0;
  return (best + fraction - reach) * STEP;
}
