// Which tempo a track has: periods that repeat, and which of their multiples people would count as the beat.
import { autocorrelation, standardise, thin, valueAt } from './curves';
import type { OnsetCurves } from './onsets';
import type { TempoCandidate } from './types';

/** Level frames summed into one point: 12 ms, fine enough to find a period, not yet to place it. */
const THIN = 4;
const SLOWEST_BPM = 50;
const FASTEST_BPM = 215;
const BPM_STEP = 1.001;
/** Beats over which a period must keep repeating. */
const COMB_TEETH = 8;
/** Relations between the readings of one rhythm that people and machines confuse. */
const LEVELS = [1, 2, 1 / 2, 3 / 2, 2 / 3] as const;
/** Where dance music lives: [centre bpm, spread in octaves, share]. House to techno; hip hop and reggae; drum and bass. */
const REPERTOIRE = [
  [122, 0.34, 1],
  [90, 0.22, 0.7],
  [172, 0.05, 0.7],
] as const;
/** Eighths are commonly the fastest steady pulse: how much that counts beside the regularity of the kick. */
const EIGHTHS_WEIGHT = 2.5;
/** Stronger ones prove no more: the sixteenths of a slow track look like them at twice its tempo. */
const ENOUGH_EIGHTHS = 0.3;

const THRICE_COST = 0.5;
const THIRD_COST = 1;

export interface TempoEstimate {
  /** Candidates from the most to the least likely, within half a percent; none when nothing repeats. */
  readonly candidates: readonly TempoCandidate[];
  /** How strongly the beat repeats: 0 (noise) to 1 (a machine). */
  readonly regularity: number;
}

/** Repetition of the low band and of all bands at any period, in points of the thinned curves. */
class Repetition {
  readonly #low: Float32Array;
  readonly #all: Float32Array;

  constructor(
    curves: OnsetCurves,
    readonly pointsPerMinute: number,
  ) {
    const longest = Math.ceil((pointsPerMinute / SLOWEST_BPM) * 3 * COMB_TEETH * 0.7);
    const of = (curve: Float32Array) => autocorrelation(standardise(thin(curve, THIN)), longest);
    this.#low = of(curves.low);
    const [mid, high] = [of(curves.mid), of(curves.high)];
    this.#all = this.#low.map((value, i) => (value + mid[i]! + high[i]!) / 3);
  }

  /** The best value within one point of `lag`: a period is known to a fraction of a point only later. */
  static #near(curve: Float32Array, lag: number): number {
    let best = -1;
    for (let shift = -1; shift <= 1; shift += 0.25) best = Math.max(best, valueAt(curve, lag + shift));
    return best;
  }

  /** Mean repetition after 1 to 8 beats. */
  comb(bpm: number, isSharp = false): number {
    const lag = this.pointsPerMinute / bpm;
    let sum = 0;
    for (let tooth = 1; tooth <= COMB_TEETH; tooth++) {
      sum += isSharp ? valueAt(this.#all, tooth * lag) : Repetition.#near(this.#all, tooth * lag);
    }
    return sum / COMB_TEETH;
  }

  all(beats: number, bpm: number): number {
    return Repetition.#near(this.#all, (beats * this.pointsPerMinute) / bpm);
  }

  low(beats: number, bpm: number): number {
    return Repetition.#near(this.#low, (beats * this.pointsPerMinute) / bpm);
  }
}

/**
 * The strongest period that is no multiple of a shorter one in threes: a dotted rhythm repeats after three
 * quarters of two beats, and its two-thirds tempo would win without this.
 */
function strongestPeriod(repetition: Repetition): number {
  let best = 0;
  let bestBpm = 0;
  for (let bpm = SLOWEST_BPM; bpm < FASTEST_BPM; bpm *= BPM_STEP) {
    const comb = repetition.comb(bpm);
    if (comb <= best || comb <= repetition.comb(bpm * 1.5) || comb <= repetition.comb(bpm * 3)) continue;
    best = comb;
    bestBpm = bpm;
  }
  return bestBpm;
}

/** Finds the top of the comb around `bpm` to a small fraction of a percent. */
function sharpen(repetition: Repetition, bpm: number): number {
  let best = Number.NEGATIVE_INFINITY;
  let bestBpm = bpm;
  for (let step = -60; step <= 60; step++) {
    const trial = bpm * (1 + step * 1e-4);
    const comb = repetition.comb(trial, true);
    if (comb > best) {
      best = comb;
      bestBpm = trial;
    }
  }
  return bestBpm;
}

function repertoireShare(bpm: number): number {
  return Math.max(
    ...REPERTOIRE.map(
      ([centre, spread, share]) => share * Math.exp(-0.5 * (Math.log2(bpm / centre) / spread) ** 2),
    ),
  );
}

/** The logarithm of the plausibility that people count the beat at `bpm`. */
function plausibilityOfLevel(repetition: Repetition, bpm: number): number {
  const eighths = Math.min(ENOUGH_EIGHTHS, repetition.all(1 / 2, bpm) - repetition.all(1 / 4, bpm));
  const kick = repetition.low(1, bpm) - repetition.low(1 / 2, bpm);
  const comb = Math.max(0.01, repetition.comb(bpm));
  return Math.log(comb) + Math.log(repertoireShare(bpm)) + EIGHTHS_WEIGHT * eighths + kick;
}

/** The levels of the strongest period, halved and doubled until they leave the range. */
function levelsOf(bpm: number): number[] {
  const levels = LEVELS.flatMap((level) => [level, level * 2, level / 2]).map((level) => level * bpm);
  const inRange = levels.filter((level) => level >= SLOWEST_BPM && level <= FASTEST_BPM);
  return inRange.filter((level, i) => inRange.findIndex((other) => Math.abs(other / level - 1) < 0.01) === i);
}

/**
 * What speaks against a level that is three times (or a third of) the strongest period, give or take octaves.
 * A waltz does repeat by bars of three beats; three beats counted as two are nearly always a dotted rhythm.
 */
function costOfThrees(ratio: number): number {
  const octaves = Math.log2(ratio);
  const part = octaves - Math.floor(octaves + 0.1);
  if (part < 0.1) return 0;
  return part > 0.5 ? THRICE_COST : THIRD_COST;
}

/** Estimates the tempo of a track from its onset curves. */
export function estimateTempo(curves: OnsetCurves): TempoEstimate {
  const repetition = new Repetition(curves, (curves.framesPerSecond / THIN) * 60);
  const base = strongestPeriod(repetition);
  if (base === 0) return { candidates: [], regularity: 0 };
  const beliefs = levelsOf(base).map((bpm) => ({
    bpm: sharpen(repetition, bpm),
    plausibility: plausibilityOfLevel(repetition, bpm) - costOfThrees(bpm / base),
  }));
  const total = beliefs.reduce((sum, { plausibility }) => sum + Math.exp(2 * plausibility), 0);
  const candidates = beliefs
    .map(({ bpm, plausibility }) => ({ bpm, share: Math.exp(2 * plausibility) / total }))
    .sort((a, b) => b.share - a.share);
  const regularity = Math.max(0, Math.min(1, repetition.comb(candidates[0]!.bpm) / 0.5));
  return { candidates, regularity };
}
