// The joint fit of beat period and phase to the whole track: a comb first, then a line through the attacks.
import { parabolaOffset } from './curves';

/** Bins of a folded beat: about 3 ms at 120 bpm. */
const FOLD_BINS = 160;
/** Half the width, in seconds, of the window around a predicted beat in which its attack is looked for. */
const SEARCH_S = [0.03, 0.015, 0.012] as const;
/** An attack counts fully up to this distance from the line, less beyond it. */
const TOLERANCE_S = 0.004;

/** What is searched at first: 5 minutes. */
const SEARCHED_S = 300;
/** A whole tempo is taken when it moves no beat from the fitted line by more than half of this. */
const WHOLE_TEMPO_DRIFT_S = 0.006;

/** Beat `k` stands at `phase + k * period`, in level frames (fractions allowed). */
export interface BeatLine {
  readonly period: number;
  readonly phase: number;
}

/** The mean of `curve` over all beats, by position within the beat. */
function foldCurve(curve: Float32Array, { period, phase }: BeatLine, bins = FOLD_BINS): Float32Array {
  const sums = new Float32Array(bins);
  const step = bins / period;
  let position = (((-phase * step) % bins) + bins) % bins;
  for (let i = 0; i < curve.length; i++) {
    sums[position | 0]! += curve[i]!;
    position += step;
    while (position >= bins) position -= bins;
  }
  return sums.map((sum) => (sum * bins) / curve.length);
}

function concentration(curve: Float32Array, period: number): number {
  const folded = foldCurve(curve, { period, phase: 0 });
  let energy = 0;
  for (const value of folded) energy += value * value;
  return energy;
}

/** The period near `period` at which attacks fall on the same places of the beat throughout the track. */
function searchPeriod(curve: Float32Array, period: number, spread: number): number {
  // Neighbouring trials drift apart by one bin over the track.
  const beats = Math.max(2, curve.length / period);
  const step = 1.5 / (FOLD_BINS * beats);
  const count = Math.ceil(spread / step);
  let best = Number.NEGATIVE_INFINITY;
  let bestPeriod = period;
  for (let i = -count; i <= count; i++) {
    const trial = period * (1 + i * step);
    const energy = concentration(curve, trial);
    if (energy > best) {
      best = energy;
      bestPeriod = trial;
    }
  }
  return bestPeriod;
}

/** Where within the beat most attacks fall, in frames. */
function searchPhase(curve: Float32Array, period: number): number {
  const folded = foldCurve(curve, { period, phase: 0 });
  let best = Number.NEGATIVE_INFINITY;
  let at = 0;
  for (let bin = 0; bin < FOLD_BINS; bin++) {
    const near = (shift: number) => folded[(bin + shift + FOLD_BINS) % FOLD_BINS]!;
    const value = near(-2) + near(-1) + near(0) + near(1) + near(2);
    if (value > best) {
      best = value;
      at = bin;
    }
  }
  return ((at + 0.5) / FOLD_BINS) * period;
}

/** An attack near a predicted beat. */
export interface Attack {
  readonly beat: number;
  /** In level frames. */
  readonly at: number;
  readonly strength: number;
}

/** The strongest attack within `reach` frames of every beat of the line, where there is one. */
function attacksNear(curve: Float32Array, line: BeatLine, reach: number): Attack[] {
  const attacks: Attack[] = [];
  const last = Math.floor((curve.length - 1 - line.phase) / line.period);
  for (let beat = Math.ceil(-line.phase / line.period); beat <= last; beat++) {
    const centre = line.phase + beat * line.period;
    const from = Math.max(1, Math.ceil(centre - reach));
    const to = Math.min(curve.length - 2, Math.floor(centre + reach));
    let peak = -1;
    for (let i = from; i <= to; i++) if (peak < 0 || curve[i]! > curve[peak]!) peak = i;
    if (peak < 0 || curve[peak]! <= 0 || curve[peak - 1]! > curve[peak]! || curve[peak + 1]! > curve[peak]!)
      continue;
    const at = peak + parabolaOffset(curve[peak - 1]!, curve[peak]!, curve[peak + 1]!);
    attacks.push({ beat, at, strength: curve[peak]! });
  }
  return attacks;
}

/** The weighted line through the attacks; the line itself when there are too few. */
function regress(attacks: readonly Attack[], line: BeatLine, tolerance: number): BeatLine {
  let [sum, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (const { beat, at, strength } of attacks) {
    const off = Math.abs(at - line.phase - beat * line.period);
    const weight = strength / (1 + (off / tolerance) ** 2);
    sum += weight;
    sumX += weight * beat;
    sumY += weight * at;
    sumXX += weight * beat * beat;
    sumXY += weight * beat * at;
  }
  const spread = sum * sumXX - sumX * sumX;
  if (attacks.length < 4 || spread <= 0) return line;
  const period = (sum * sumXY - sumX * sumY) / spread;
  return { period, phase: (sumY - period * sumX) / sum };
}

/** The line through the attacks within `reach` frames of it, in the part of the track that `isIn` admits. */
function refine(
  accents: Float32Array,
  line: BeatLine,
  reach: number,
  tolerance: number,
  isIn: (at: number) => boolean,
): BeatLine {
  const attacks = attacksNear(accents, line, reach).filter(({ at }) => isIn(at));
  let refined = line;
  for (let pass = 0; pass < 3; pass++) refined = regress(attacks, refined, tolerance);
  return refined;
}

/**
 * The line of the nearest whole tempo, where it fits as well: music made in a studio has whole tempos, and a
 * track of a minute cannot distinguish 128 from 128.01.
 */
function toWholeTempo(line: BeatLine, frames: number, framesPerSecond: number): BeatLine {
  const bpm = (60 * framesPerSecond) / line.period;
  const period = (60 * framesPerSecond) / Math.round(bpm);
  const middle = Math.round((frames / 2 - line.phase) / line.period);
  const drift = (Math.abs(period - line.period) * frames) / line.period;
  if (drift > WHOLE_TEMPO_DRIFT_S * framesPerSecond) return line;
  return { period, phase: line.phase + middle * (line.period - period) };
}

/**
 * Fits one straight beat line to a whole track.
 * @param accents attack strength per level frame
 * @param period first guess in frames, within `spread` of the truth
 */
export function fitBeatLine(
  accents: Float32Array,
  period: number,
  framesPerSecond: number,
  spread = 0.003,
): BeatLine {
  // Searching costs the square of the length: hours begin with their middle, and the line grows from there.
  const length = Math.min(accents.length, Math.round(SEARCHED_S * framesPerSecond));
  const start = (accents.length - length) >> 1;
  const searched = accents.subarray(start, start + length);
  const found = searchPeriod(searched, period, spread);
  let line: BeatLine = { period: found, phase: start + searchPhase(searched, found) };
  const tolerance = TOLERANCE_S * framesPerSecond;
  for (let half = length / 2; ; half *= 2) {
    const isIn = (at: number) => Math.abs(at - accents.length / 2) <= half;
    for (const reach of SEARCH_S) line = refine(accents, line, reach * framesPerSecond, tolerance, isIn);
    if (2 * half >= accents.length) return toWholeTempo(line, accents.length, framesPerSecond);
  }
}
