// Puts the level of the stem on the result, in steps short enough for attacks, and keeps it below full scale.
import { KWeightedEnergy } from '../loudness/k-weighting';
import type { Stereo } from './band-filter';

/** Levels are measured and set at this spacing, with a straight line between. */
const STEP = 128;
/** Steps on each side that count for a level: 23 ms, more than a period of the lowest notes. */
const REACH = 8;
/** Steps on each side of an attack. */
const ATTACK_REACH = 3;
/** The result is not lifted by more than this. */
const MAX_GAIN = 1000;
/** Loudness is matched by at most 24 dB: beyond that one of the two is all but silent. */
const MAX_MATCHING = 10 ** (24 / 20);
/** Levels below this are silence. */
const SILENT_RMS = 1e-5;

/** Powers of stretches of STEP samples. The difference of the sides counts a little. */
function stepPowers(left: Float32Array, right: Float32Array): Float64Array {
  const powers = new Float64Array(Math.ceil(left.length / STEP) + 1);
  for (let i = 0; i < left.length; i++) {
    const mid = 0.5 * (left[i]! + right[i]!);
    const side = 0.5 * (left[i]! - right[i]!);
    powers[Math.floor(i / STEP)]! += (mid * mid + 0.1 * side * side) / STEP;
  }
  return powers;
}

/** The power around the start of each step, under a triangle of as many steps on each side as `reach` says. */
function smoothPowers(powers: Float64Array, reach: Uint8Array): Float64Array {
  return powers.map((_, step) => {
    const steps = reach[step]!;
    let [sum, weights] = [0, 0];
    for (let near = Math.max(0, step - steps); near < Math.min(powers.length, step + steps); near++) {
      const weight = 1 - Math.abs(near - step + 0.5) / (steps + 0.5);
      sum += weight * powers[near]!;
      weights += weight;
    }
    return sum / weights;
  });
}

/**
 * Few steps around attacks, whose edge must stay; elsewhere so many that the level does not follow the cycles
 * of low notes.
 */
function reachAt(count: number, attacks: readonly number[]): Uint8Array {
  const reach = new Uint8Array(count).fill(REACH);
  for (const attack of attacks) {
    const centre = Math.round(attack / STEP);
    for (let step = Math.max(0, centre - REACH); step <= Math.min(count - 1, centre + REACH); step++) {
      reach[step] = Math.min(reach[step]!, ATTACK_REACH + (Math.abs(step - centre) >> 1));
    }
  }
  return reach;
}

/**
 * Multiplies both channels, in place, so that their level follows that of the stem.
 * @param attacks sample positions at which the level is followed most closely
 */
export function followLevel(stem: Stereo, out: Stereo, attacks: readonly number[]): void {
  const powers = stepPowers(stem[0], stem[1]);
  const reach = reachAt(powers.length, attacks);
  const wanted = smoothPowers(powers, reach);
  const present = smoothPowers(stepPowers(out[0], out[1]), reach);
  const gains = wanted.map((power, step) => {
    if (power < SILENT_RMS ** 2) return 0;
    return Math.min(MAX_GAIN, Math.sqrt(power / Math.max(present[step]!, 1e-14)));
  });
  for (const channel of out) {
    for (let i = 0; i < channel.length; i++) {
      const step = Math.floor(i / STEP);
      const share = (i - step * STEP) / STEP;
      channel[i]! *= gains[step]! + share * (gains[step + 1]! - gains[step]!);
    }
  }
}

/** The K-weighted energy of both channels: how loud they are as a whole. */
function weightedEnergy([left, right]: Stereo, sampleRate: number): number {
  const energy = new KWeightedEnergy(sampleRate);
  energy.add(left, right, 0, left.length);
  return energy.take();
}

/**
 * Makes the result, in place, as loud as the stem over its whole length. Equal power is not enough: a bright sound with
 * the power of a bass drum is far louder (ITU-R BS.1770 weighs what the ear does).
 */
export function matchLoudness(stem: Stereo, out: Stereo, sampleRate: number): void {
  const ratio = weightedEnergy(stem, sampleRate) / Math.max(weightedEnergy(out, sampleRate), 1e-12);
  const gain = Math.max(1 / MAX_MATCHING, Math.min(MAX_MATCHING, Math.sqrt(ratio)));
  for (const channel of out) for (let i = 0; i < channel.length; i++) channel[i]! *= gain;
}

/** Limits peaks to full scale by lowering the level around them; nothing else changes. In place. */
export function holdPeaks(left: Float32Array, right: Float32Array): void {
  const count = Math.ceil(left.length / STEP) + 1;
  const needed = new Float32Array(count).fill(1);
  for (let i = 0; i < left.length; i++) {
    const peak = Math.max(Math.abs(left[i]!), Math.abs(right[i]!));
    if (peak <= 1) continue;
    const step = Math.floor(i / STEP);
    needed[step] = Math.min(needed[step]!, 1 / peak);
    needed[step + 1] = Math.min(needed[step + 1]!, 1 / peak);
  }
  if (needed.every((gain) => gain === 1)) return;
  const gains = releaseAround(needed);
  for (const channel of [left, right]) {
    for (let i = 0; i < channel.length; i++) {
      const step = Math.floor(i / STEP);
      const share = (i - step * STEP) / STEP;
      const scaled = channel[i]! * (gains[step]! + share * (gains[step + 1]! - gains[step]!));
      channel[i] = Math.max(-1, Math.min(1, scaled));
    }
  }
}

/** Lets the gain go down before a peak and come back after it by at most 1 dB per step. */
function releaseAround(needed: Float32Array): Float32Array {
  const slope = 10 ** (1 / 20);
  const gains = needed.slice();
  for (let i = 1; i < gains.length; i++) gains[i] = Math.min(gains[i]!, gains[i - 1]! * slope);
  for (let i = gains.length - 2; i >= 0; i--) gains[i] = Math.min(gains[i]!, gains[i + 1]! * slope);
  return gains;
}
