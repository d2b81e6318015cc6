// Gives stretched or transposed audio back the stereo image of what it was made from, frame by frame.
import { createRealFft, type RealFft } from '../fft';
import { type BinPlaces, bandCentres, IMAGE_FIELDS, measureImage, placeBins } from './image-bands';
import { ImageTransport } from './image-transport';

/*
 * A stretcher moves the phases of each channel for itself. Left and right keep their levels, but what both share is
 * no longer in phase: the mono sum loses, the difference gains. So in every band and passage the powers of both
 * channels and their product are measured before and after, and the channels are mixed into each other just so far
 * that all three are as before; with them sum and difference are. What sounded on one side alone does so again.
 */

const OVERLAP = 4;
/** Squared sine windows at this overlap add up to this. */
const WINDOW_SUM = OVERLAP / 2;
/** Band powers below this are silence, some 150 dB below full scale. */
const SILENCE = 1e-9;
const UNCHANGED = [1, 0, 1] as const;

const sineWindow = (size: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / size));

/** Weights of the frames around one, which add up to 1. */
function smoothingKernel(frames: number): Float64Array {
  const step = Math.PI / (frames + 1);
  // The squared sines add up to half of `frames + 1`.
  return Float64Array.from({ length: frames }, (_, i) => (2 * Math.sin(step * (i + 1)) ** 2) / (frames + 1));
}

/** A frame that waits until those after it are known. */
interface WaitingFrame {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly is: Float64Array;
  readonly was: Float64Array;
}

export interface ImageResolution {
  /** Frames in a window: the longer it is, the closer the frequencies that it resolves. */
  readonly frame: number;
  /** Over how many hops, quarters of a window, the image is averaged; odd. */
  readonly smoothingFrames: number;
}

export interface RestorerOptions {
  readonly sampleRate: number;
  /** Frequencies after stretching per frequency before it. */
  readonly pitch: number;
  readonly resolution: ImageResolution;
}

/**
 * Takes windows of the stretched audio, one hop after the other, each with the window of the original around the same
 * moment, and gives blocks of the corrected audio. Neutral where both have the same image already.
 */
export class ImageRestorer {
  readonly frame: number;
  readonly hop: number;
  /** Frames of the original in the window that belongs to one of the stretched audio. */
  readonly sourceFrame: number;
  readonly #windows: { readonly stretched: Float32Array; readonly source: Float32Array };
  readonly #places: { readonly stretched: BinPlaces; readonly source: BinPlaces };
  readonly #sourceScale: number;
  readonly #kernel: Float64Array;
  readonly #waiting: WaitingFrame[] = [];
  readonly #transport = new ImageTransport();
  readonly #mixing: Float64Array;
  readonly #sums: Float64Array;
  readonly #joined: Float32Array;
  readonly #bands: number;

  /** Frees itself by `dispose`. */
  static async create(options: RestorerOptions): Promise<ImageRestorer> {
    const { frame } = options.resolution;
    const stretched = await createRealFft(frame);
    return new ImageRestorer(stretched, await createRealFft(options.pitch > 1 ? 2 * frame : frame), options);
  }

  readonly #fft: RealFft;
  readonly #sourceFft: RealFft;

  private constructor(fft: RealFft, sourceFft: RealFft, { sampleRate, pitch, resolution }: RestorerOptions) {
    this.#fft = fft;
    this.#sourceFft = sourceFft;
    const { frame, smoothingFrames } = resolution;
    this.frame = frame;
    this.hop = frame / OVERLAP;
    this.#joined = new Float32Array(2 * frame);
    this.sourceFrame = 2 * Math.round((frame * pitch) / 2);
    this.#windows = { stretched: sineWindow(frame), source: sineWindow(this.sourceFrame) };
    const binHz = sampleRate / frame;
    const centres = bandCentres(binHz, sampleRate / 2);
    this.#bands = centres.length;
    this.#places = {
      stretched: placeBins(centres, fft.bins, binHz),
      source: placeBins(centres, sourceFft.bins, (pitch * sampleRate) / sourceFft.size),
    };
    this.#sourceScale = (frame * frame) / (sourceFft.size * this.sourceFrame);
    this.#kernel = smoothingKernel(smoothingFrames);
    this.#mixing = new Float64Array(IMAGE_FIELDS * this.#bands);
    this.#sums = new Float64Array(2 * IMAGE_FIELDS * this.#bands);
  }

  /** How many windows have to be taken before the first block is there. */
  get delay(): number {
    return (this.#kernel.length - 1) / 2;
  }

  /**
   * Takes the next windows, interleaved: `frame` frames of the stretched audio and `sourceFrame` of the
   * original, both around the same moment.
   * @returns the first `hop` frames of the window that was taken `delay` windows before, corrected; null before that
   */
  push(stretched: Float32Array, source: Float32Array): Float32Array | null {
    this.#waiting.push(this.#analyseFrame(stretched, source));
    const middle = this.#waiting.length - 1 - this.delay;
    if (middle < 0) return null;
    this.#smooth(middle);
    this.#decide();
    const { left, right } = this.#waiting[middle]!;
    this.#mix(left, right);
    const block = this.#join(left, right);
    if (this.#waiting.length === this.#kernel.length) this.#waiting.shift();
    return block;
  }

  dispose(): void {
    this.#fft.dispose();
    this.#sourceFft.dispose();
  }

  #analyseFrame(stretched: Float32Array, source: Float32Array): WaitingFrame {
    const fft = this.#fft;
    const sourceFft = this.#sourceFft;
    const windows = this.#windows;
    const places = this.#places;
    const bands = this.#bands;
    const spectrum = (of: RealFft, frames: Float32Array, window: Float32Array, side: 0 | 1) => {
      const target = of.frame.fill(0);
      for (let i = 0; i < window.length; i++) target[i] = frames[2 * i + side]! * window[i]!;
      of.forward();
      return of.spectrum.slice();
    };
    const [is, was] = [new Float64Array(IMAGE_FIELDS * bands), new Float64Array(IMAGE_FIELDS * bands)];
    const left = spectrum(fft, stretched, windows.stretched, 0);
    const right = spectrum(fft, stretched, windows.stretched, 1);
    measureImage(left, right, places.stretched, 1, is);
    const sourceLeft = spectrum(sourceFft, source, windows.source, 0);
    const sourceRight = spectrum(sourceFft, source, windows.source, 1);
    measureImage(sourceLeft, sourceRight, places.source, this.#sourceScale, was);
    return { left, right, is, was };
  }

  /** Averages both images over the frames around `middle` that are there. */
  #smooth(middle: number): void {
    const { delay } = this;
    const sums = this.#sums;
    const waiting = this.#waiting;
    const kernel = this.#kernel;
    const half = sums.length / 2;
    sums.fill(0);
    for (const [i, { is, was }] of waiting.entries()) {
      const weight = kernel[i - middle + delay]!;
      for (let field = 0; field < half; field++) {
        sums[field]! += weight * is[field]!;
        sums[half + field]! += weight * was[field]!;
      }
    }
  }

  #decide(): void {
    const sums = this.#sums;
    const mixing = this.#mixing;
    const transport = this.#transport;
    const half = sums.length / 2;
    for (let at = 0; at < half; at += IMAGE_FIELDS) {
      if (sums[at]! + sums[at + 2]! < SILENCE) mixing.set(UNCHANGED, at);
      else transport.write(sums, at, sums, half + at, mixing, at);
    }
  }

  #mix(left: Float32Array, right: Float32Array): void {
    const mixing = this.#mixing;
    const { below, above } = this.#places.stretched;
    for (let bin = 1; bin < this.frame / 2; bin++) {
      const at = IMAGE_FIELDS * below[bin]!;
      const share = above[bin]!;
      const a = mixing[at]! + share * (mixing[at + 3]! - mixing[at]!);
      const b = mixing[at + 1]! + share * (mixing[at + 4]! - mixing[at + 1]!);
      const d = mixing[at + 2]! + share * (mixing[at + 5]! - mixing[at + 2]!);
      for (let i = 2 * bin; i < 2 * bin + 2; i++) {
        const x = left[i]!;
        const y = right[i]!;
        left[i] = a * x + b * y;
        right[i] = b * x + d * y;
      }
    }
  }

  /** Adds a frame to those before it and takes out the hop that none of the next will reach. */
  #join(left: Float32Array, right: Float32Array): Float32Array {
    const fft = this.#fft;
    const { frame: length, hop } = this;
    const joined = this.#joined;
    const window = this.#windows.stretched;
    for (const [side, spectrum] of [left, right].entries()) {
      fft.spectrum.set(spectrum);
      fft.inverse();
      const { frame } = fft;
      for (let i = 0; i < length; i++)
        joined[2 * i + side]! += (frame[i]! * window[i]!) / (length * WINDOW_SUM);
    }
    const block = joined.slice(0, 2 * hop);
    joined.copyWithin(0, 2 * hop);
    joined.fill(0, 2 * (length - hop));
    return block;
  }
}
