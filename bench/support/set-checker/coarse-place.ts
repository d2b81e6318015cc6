// Finds where in a set a track plays alone, without knowing anything of the set but its sound.
import { createRealFft, type RealFft } from '@/audio/fft';
import type { BandPower } from './band-power';

/** A straight guess: the moment `track` of the track sounds at `ratio * track + offset` of the set, in frames. */
export interface CoarsePlace {
  readonly ratio: number;
  readonly offset: number;
  /** Height of the agreement above chance, in standard deviations, summed over the passages that agree. */
  readonly score: number;
}

/** Passages of the track that are looked for, as shares of its length. */
const PASSAGES = [0.3, 0.38, 0.46, 0.54, 0.62, 0.7];
const PASSAGE_FRAMES = 600;
/** Candidates that each passage may name. */
const CANDIDATES = 6;
/** Passages agree when their guesses lie this close, in frames. */
const AGREEMENT_FRAMES = 25;
/** Stretches that are tried when the track is not found at its own tempo. */
const RATIO_STEP = 0.0025;
const MAX_STRETCH = 0.1;
/** A place this much above chance is certain. */
const CERTAIN = 30;

/** The spectra of every band of the set, made once. */
export class SetIndex {
  readonly #fft: RealFft;
  readonly #spectra: readonly Float32Array[];
  readonly #energy: Float64Array;

  private constructor(
    fft: RealFft,
    spectra: readonly Float32Array[],
    /** Energy of all bands up to each frame. */
    energy: Float64Array,
  ) {
    this.#fft = fft;
    this.#spectra = spectra;
    this.#energy = energy;
  }

  static async create(rises: BandPower): Promise<SetIndex> {
    const size = 2 ** Math.ceil(Math.log2(rises.frames + PASSAGE_FRAMES * 2));
    const fft = await createRealFft(size);
    const spectra = Array.from({ length: rises.bands }, (_, band) => {
      loadBand(fft, rises, band, 0, rises.frames, 1);
      fft.forward();
      return fft.spectrum.slice();
    });
    return new SetIndex(fft, spectra, energyUpTo(rises));
  }

  /** How well a passage of `track`, stretched by `ratio`, agrees with the set at every frame. */
  correlate(track: BandPower, start: number, ratio: number): Float32Array {
    const fft = this.#fft;
    const cross = new Float32Array(fft.size);
    for (const [band, spectrum] of this.#spectra.entries()) {
      loadBand(fft, track, band, start, Math.round(PASSAGE_FRAMES * ratio), ratio);
      fft.forward();
      addConjugateProduct(spectrum, fft.spectrum, cross);
    }
    fft.spectrum.set(cross);
    fft.inverse();
    const energy = this.#energy;
    const last = energy.length - 1;
    // Loud passages agree with everything: what counts is the agreement for their energy.
    return fft.frame.slice(0, last).map((value, at) => {
      const local = energy[Math.min(last, at + Math.round(PASSAGE_FRAMES * ratio))]! - energy[at]!;
      return value / Math.sqrt(local + energy[last]! / last);
    });
  }

  dispose(): void {
    this.#fft.dispose();
  }
}

function energyUpTo({ values, bands, frames }: BandPower): Float64Array {
  const means = new Float64Array(bands);
  for (const [i, value] of values.entries()) means[i % bands]! += value / frames;
  const sums = new Float64Array(frames + 1);
  for (let frame = 0; frame < frames; frame++) {
    let energy = 0;
    for (let band = 0; band < bands; band++) energy += (values[frame * bands + band]! - means[band]!) ** 2;
    sums[frame + 1] = sums[frame]! + energy;
  }
  return sums;
}

/** Loads `count` frames of a band without their mean, read `1 / ratio` frames apart. */
function loadBand(
  fft: RealFft,
  { values, bands, frames }: BandPower,
  band: number,
  start: number,
  count: number,
  ratio: number,
): void {
  const target = fft.frame.fill(0);
  let mean = 0;
  for (let i = 0; i < count; i++) {
    const position = start + i / ratio;
    const before = Math.min(frames - 2, Math.floor(position));
    const [a, b] = [values[before * bands + band]!, values[(before + 1) * bands + band]!];
    target[i] = a + (position - before) * (b - a);
    mean += target[i]! / count;
  }
  for (let i = 0; i < count; i++) target[i]! -= mean;
}

function addConjugateProduct(a: Float32Array, b: Float32Array, sum: Float32Array): void {
  sum[0]! += a[0]! * b[0]!;
  sum[1]! += a[1]! * b[1]!;
  for (let i = 2; i < a.length; i += 2) {
    sum[i]! += a[i]! * b[i]! + a[i + 1]! * b[i + 1]!;
    sum[i + 1]! += a[i + 1]! * b[i]! - a[i]! * b[i + 1]!;
  }
}

/** Where a passage of the track may play in the set. */
interface Passage {
  /** Its first frame in the track. */
  readonly start: number;
  /** Agreement with the set at every frame, in standard deviations. */
  readonly heights: Float32Array;
  /** The frames of the set with the highest agreement, each alone within a second. */
  readonly peaks: readonly number[];
}

/** Attacks are so sharp that half a frame beside them little agrees: each height counts those around it. */
const SMOOTHING = [1, 2, 3, 2, 1] as const;

function smoothed(values: Float32Array): Float32Array {
  const half = SMOOTHING.length >> 1;
  return values.map((_, at) =>
    SMOOTHING.reduce((sum, weight, i) => sum + weight * (values[at + i - half] ?? 0), 0),
  );
}

function inDeviations(correlation: Float32Array): Float32Array {
  const power = correlation.reduce((sum, value) => sum + value * value, 0);
  const deviation = Math.sqrt(power / correlation.length) || 1;
  return correlation.map((value) => value / deviation);
}

function peaksOf(heights: Float32Array): number[] {
  const left = heights.slice();
  return Array.from({ length: CANDIDATES }, () => {
    let at = 0;
    for (let i = 1; i < left.length; i++) if (left[i]! > left[at]!) at = i;
    left.fill(Number.NEGATIVE_INFINITY, Math.max(0, at - 100), at + 100);
    return at;
  });
}

/** The highest agreement near a frame. */
function heightNear(heights: Float32Array, frame: number): number {
  const first = Math.max(0, Math.round(frame) - AGREEMENT_FRAMES);
  return heights.subarray(first, first + 2 * AGREEMENT_FRAMES + 1).reduce((a, b) => Math.max(a, b), 0);
}

function lookFor(index: SetIndex, track: BandPower, ratio: number): Passage[] {
  return PASSAGES.flatMap((share) => {
    const start = Math.floor(share * track.frames);
    if (start + PASSAGE_FRAMES + 1 >= track.frames) return [];
    const heights = inDeviations(smoothed(index.correlate(track, start, ratio)));
    return [{ start, heights, peaks: peaksOf(heights) }];
  });
}

/**
 * The offset at which all passages together agree most. Any of them may propose it; a loop that fits at other
 * places as well is outvoted by the passages in which something happens.
 */
function vote(index: SetIndex, track: BandPower, ratio: number): CoarsePlace {
  const passages = lookFor(index, track, ratio);
  const offsets = passages.flatMap(({ start, peaks }) => peaks.map((at) => at - ratio * start));
  let best: CoarsePlace = { ratio, offset: 0, score: 0 };
  for (const offset of offsets) {
    const score = passages.reduce(
      (sum, { start, heights }) => sum + heightNear(heights, offset + ratio * start),
      0,
    );
    if (score > best.score) best = { ratio, offset, score };
  }
  return best;
}

/** Finds a track in a set; the score says how sure that is. */
export function findCoarsely(index: SetIndex, track: BandPower): CoarsePlace {
  let best = vote(index, track, 1);
  for (let step = 1; best.score < CERTAIN && step * RATIO_STEP <= MAX_STRETCH; step++) {
    for (const ratio of [1 + step * RATIO_STEP, 1 - step * RATIO_STEP]) {
      const found = vote(index, track, ratio);
      if (found.score > best.score) best = found;
    }
  }
  return best;
}
