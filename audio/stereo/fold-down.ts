// One channel of two for algorithms that take one: the mean of both, except where they cancel each other.
import { createRealFft, type RealFft } from '../fft';
import { periodicHann } from '../stft';

/** A frame of 46 ms at 44.1 kHz: third octaves down to 100 Hz. */
const FOLD_FRAME = 2048;
/** Hop as a share of the frame: Hann windows add up to 1. */
const OVERLAP = 2;
/** Frames over which cancellation is judged: about 0.4 s. */
const SMOOTHING_FRAMES = 8;
/** Bands are this wide, and no narrower than three bins. */
const BANDS_PER_OCTAVE = 2;
const MIN_BINS = 3;
/**
 * The mean's share of the power of mean and difference. Two independent channels have 0.5, and so has a sound on one
 * side only; at 0.1 (the mean 10 dB below the channels) content begins to be lost, at 0.04 only a rest of it is left.
 */
const CANCELLING = 0.1;
const CANCELLED = 0.04;
/** A band in which less than this share of the power is lost, all passages together, is left as it is. */
const MIN_LOSS = 0.003;

/** First bins of bands from 0 Hz up, and the bin after the last. */
function bandEdges(bins: number): number[] {
  const edges = [0];
  for (let bin = MIN_BINS; bin < bins; ) {
    edges.push(bin);
    bin = Math.max(bin + MIN_BINS, Math.round(bin * 2 ** (1 / BANDS_PER_OCTAVE)));
  }
  return [...edges, bins];
}

/** Mean and difference of both channels, cut into windowed frames. */
class FrameCutter {
  readonly frames: number;
  readonly #window: Float32Array;
  readonly #fft: RealFft;
  readonly #left: Float32Array;
  readonly #right: Float32Array;

  constructor(fft: RealFft, left: Float32Array, right: Float32Array) {
    this.#fft = fft;
    this.#left = left;
    this.#right = right;
    this.#window = periodicHann(fft.size);
    this.frames = Math.ceil(left.length / this.hop) + 1;
  }

  get hop(): number {
    return this.#fft.size / OVERLAP;
  }

  startOf(frame: number): number {
    return (frame - 1) * this.hop;
  }

  /** Transforms a frame of the mean (`sign` 1) or half the difference (-1) of the channels. */
  transform(frame: number, sign: 1 | -1): void {
    const fft = this.#fft;
    const left = this.#left;
    const right = this.#right;
    const window = this.#window;
    const start = this.startOf(frame);
    const target = fft.frame.fill(0);
    const end = Math.min(fft.size, left.length - start);
    for (let i = Math.max(0, -start); i < end; i++) {
      target[i] = 0.5 * (left[start + i]! + sign * right[start + i]!) * window[i]!;
    }
    fft.forward();
  }
}

/** The power of every band of the spectrum, scaled to that of the samples. */
function bandPowers(fft: RealFft, edges: readonly number[], out: Float32Array): void {
  const { spectrum, size } = fft;
  const scale = 2 / (size * size);
  for (let band = 0; band + 1 < edges.length; band++) {
    let sum = 0;
    for (let bin = Math.max(1, edges[band]!); bin < Math.min(size / 2, edges[band + 1]!); bin++) {
      sum += spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
    }
    out[band] = sum * scale;
  }
}

/** A row of band powers per frame. */
function measure(cutter: FrameCutter, fft: RealFft, edges: readonly number[], sign: 1 | -1): Float32Array {
  const bands = edges.length - 1;
  const powers = new Float32Array(cutter.frames * bands);
  for (let frame = 0; frame < cutter.frames; frame++) {
    cutter.transform(frame, sign);
    bandPowers(fft, edges, powers.subarray(frame * bands, (frame + 1) * bands));
  }
  return powers;
}

/** Means over the frames around each one. */
function smoothed(powers: Float32Array, bands: number): Float32Array {
  const frames = powers.length / bands;
  const out = new Float32Array(powers.length);
  for (let band = 0; band < bands; band++) {
    let sum = 0;
    const at = (frame: number) => powers[frame * bands + band]!;
    for (let frame = 0; frame < Math.min(frames, SMOOTHING_FRAMES); frame++) sum += at(frame);
    for (let frame = 0; frame < frames; frame++) {
      out[frame * bands + band] = Math.max(0, sum);
      if (frame + SMOOTHING_FRAMES < frames) sum += at(frame + SMOOTHING_FRAMES);
      if (frame >= SMOOTHING_FRAMES) sum -= at(frame - SMOOTHING_FRAMES);
    }
  }
  return out;
}

const shareOf = (mean: number, difference: number): number => {
  const power = mean + difference;
  if (power === 0) return 0;
  return Math.max(0, Math.min(1, (CANCELLING - mean / power) / (CANCELLING - CANCELLED)));
};

/** How much of the difference each band and frame needs, 0 to 1; null when none does anywhere. */
function differenceShares(mean: Float32Array, difference: Float32Array, bands: number): Float32Array | null {
  const [powers, losses] = [new Float64Array(bands), new Float64Array(bands)];
  const shares = mean.map((power, i) => shareOf(power, difference[i]!));
  for (const [i, share] of shares.entries()) {
    powers[i % bands]! += mean[i]! + difference[i]!;
    losses[i % bands]! += share * difference[i]!;
  }
  const isLossy = losses.map((loss, band) => Number(loss > MIN_LOSS * powers[band]!));
  if (isLossy.every((lossy) => lossy === 0)) return null;
  return shares.map((share, i) => share * isLossy[i % bands]!);
}

/** Adds the difference, by its shares, to `out`. */
function addDifference(
  cutter: FrameCutter,
  fft: RealFft,
  edges: readonly number[],
  shares: Float32Array,
  out: Float32Array,
): void {
  const bands = edges.length - 1;
  for (let frame = 0; frame < cutter.frames; frame++) {
    const row = shares.subarray(frame * bands, (frame + 1) * bands);
    if (row.every((share) => share === 0)) continue;
    cutter.transform(frame, -1);
    const { spectrum } = fft;
    spectrum.fill(0, 0, 2);
    for (let band = 0; band < bands; band++) {
      const end = Math.min(fft.size, 2 * edges[band + 1]!);
      for (let i = Math.max(2, 2 * edges[band]!); i < end; i++) spectrum[i]! *= row[band]!;
    }
    fft.inverse();
    const start = cutter.startOf(frame);
    const end = Math.min(fft.size, out.length - start);
    for (let i = Math.max(0, -start); i < end; i++) out[start + i]! += fft.frame[i]! / fft.size;
  }
}

/**
 * Folds two equally long channels down to one: their mean, sample for sample, wherever they do not cancel. In bands
 * and passages in which they do (a channel of opposite polarity, a bass out of phase) half their difference is added,
 * so that what sounds in either of them sounds in the result.
 * @param fft a transform of 1024 to 4096 samples
 */
export function foldDownWith(fft: RealFft, left: Float32Array, right: Float32Array): Float32Array {
  if (left === right) return left;
  const out = new Float32Array(left.length);
  let isEqual = true;
  for (let i = 0; i < out.length; i++) {
    isEqual = isEqual && left[i] === right[i];
    out[i] = (left[i]! + right[i]!) / 2;
  }
  if (isEqual) return out;
  const cutter = new FrameCutter(fft, left, right);
  const edges = bandEdges(fft.bins);
  const bands = edges.length - 1;
  const mean = smoothed(measure(cutter, fft, edges, 1), bands);
  const difference = smoothed(measure(cutter, fft, edges, -1), bands);
  const shares = differenceShares(mean, difference, bands);
  if (shares) addDifference(cutter, fft, edges, shares, out);
  return out;
}

/** {@link foldDownWith} a transform of its own. */
export async function foldDown(left: Float32Array, right: Float32Array): Promise<Float32Array> {
  const fft = await createRealFft(FOLD_FRAME);
  try {
    return foldDownWith(fft, left, right);
  } finally {
    fft.dispose();
  }
}
