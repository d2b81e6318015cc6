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
const MOST_STRETCH = 0.1;
/** A place this much above chance is certain. */
const CERTAIN = 30;

/** The spectra of every band of the set, made once. */
export class SetIndex {
  private constructor(
    private readonly fft: RealFft,
    private readonly spectra: readonly Float32Array[],
    /** Energy of all bands up to each frame. */
    private readonly energy: Float64Array,
  ) {}

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
    const { fft } = this;
    const cross = new Float32Array(fft.size);
    for (const [band, spectrum] of this.spectra.entries()) {
      loadBand(fft, track, band, start, Math.round(PASSAGE_FRAMES * ratio), ratio);
      fft.forward();
      addConjugateProduct(spectrum, fft.spectrum, cross);
    }
    fft.spectrum.set(cross);
    fft.inverse();
    const { energy } = this;
    const last = energy.length - 1;
    // Loud passages agree with everything: what counts is the agreement for their energy.
    return fft.frame.slice(0, last).map((value, at) => {
      const local = energy[Math.min(last, at + Math.round(PASSAGE_FRAMES * ratio))]! - energy[at]!;
      return value / Math.sqrt(local + energy[last]! / last);
    });
  }

  dispose(): void {
    this.fft.dispose();
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

interface Peak {
  readonly at: number;
  readonly height: number;
}

/** The highest frames of a correlation in standard deviations, each alone within a second. */
function peaksOf(correlation: Float32Array): Peak[] {
  const power = correlation.reduce((sum, value) => sum + value * value, 0);
  const deviation = Math.sqrt(power / correlation.length) || 1;
  const left = correlation.slice();
  return Array.from({ length: CANDIDATES }, () => {
    let at = 0;
    for (let i = 1; i < left.length; i++) if (left[i]! > left[at]!) at = i;
    const height = left[at]! / deviation;
    left.fill(Number.NEGATIVE_INFINITY, Math.max(0, at - 100), at + 100);
    return { at, height };
  });
}

/** The offset on which most passages agree. */
function vote(index: SetIndex, track: BandPower, ratio: number): CoarsePlace {
  const guesses = PASSAGES.flatMap((share) => {
    const start = Math.floor(share * track.frames);
    if (start + PASSAGE_FRAMES + 1 >= track.frames) return [];
    const peaks = peaksOf(index.correlate(track, start, ratio));
    return peaks.map(({ at, height }) => ({ passage: share, offset: at - ratio * start, height }));
  });
  let best: CoarsePlace = { ratio, offset: 0, score: 0 };
  for (const { offset } of guesses) {
    const near = guesses.filter((other) => Math.abs(other.offset - offset) < AGREEMENT_FRAMES);
    const score = PASSAGES.reduce(
      (sum, share) => sum + Math.max(0, ...near.filter((g) => g.passage === share).map((g) => g.height)),
      0,
    );
    if (score > best.score) best = { ratio, offset, score };
  }
  return best;
}

/** Finds a track in a set; the score says how sure that is. */
export function findCoarsely(index: SetIndex, track: BandPower): CoarsePlace {
  let best = vote(index, track, 1);
  for (let step = 1; best.score < CERTAIN && step * RATIO_STEP <= MOST_STRETCH; step++) {
    for (const ratio of [1 + step * RATIO_STEP, 1 - step * RATIO_STEP]) {
      const found = vote(index, track, ratio);
      if (found.score > best.score) best = found;
    }
  }
  return best;
}
