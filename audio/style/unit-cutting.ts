// Cuts a style recording into units: at its silences, and at the onsets between them.
import { HOP } from '../analysis/frames';
import type { Interval } from '../analysis/split';
import { type Samples, samples, secondsToSamples } from '../units';

/** A unit shorter than this has no character of its own and joins the one before it. */
const SHORTEST_S = 0.04;
/** An attack begins before the analysis frame that shows it best. */
const PRE_ATTACK_S = 0.006;

/** The moment just before the level jumps up, near an onset that is known to a frame. */
export function refineOnset(signal: Float32Array, onset: number, sampleRate: number): Samples {
  const step = 64;
  const from = Math.max(0, onset - 2 * HOP);
  const to = Math.min(signal.length - step, onset + 2 * HOP);
  let best = Math.min(onset, signal.length);
  let steepest = 0;
  let before = 1e-9;
  for (let at = from; at < to; at += step) {
    let energy = 1e-9;
    for (let i = at; i < at + step; i++) energy += signal[i]! * signal[i]!;
    // Both the ratio and the size of the jump count: noise before an attack has large ratios too.
    const rise = Math.log(energy / before) * Math.sqrt(energy);
    if (at > from && rise > steepest) {
      steepest = rise;
      best = at;
    }
    before = 0.7 * before + 0.3 * energy;
  }
  return samples(Math.max(0, best - secondsToSamples(PRE_ATTACK_S / 4, sampleRate)));
}

/**
 * The units of a recording, in order and without overlap.
 * @param sounding the stretches that are not silent
 * @param onsets sample positions, in order
 */
export function cutUnits(
  sounding: readonly Interval[],
  onsets: readonly number[],
  sampleRate: number,
): Interval[] {
  const shortest = secondsToSamples(SHORTEST_S, sampleRate);
  const units: Interval[] = [];
  for (const { start, end } of sounding) {
    let from: number = start;
    for (const onset of onsets) {
      if (onset - from < shortest || end - onset < shortest) continue;
      units.push({ start: samples(from), end: samples(onset) });
      from = onset;
    }
    units.push({ start: samples(from), end });
  }
  return units;
}
