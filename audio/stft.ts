// The short-time Fourier transform and its inverse, for signals in memory.
import type { RealFft } from './fft';

/** Frames handled together, so that writing bin-major planes stays within the cache. */
const FRAME_BLOCK = 16;

/** A complex spectrogram as two planes; the value of a bin in a frame is at `bin * frames + frame`. */
export interface SpectrogramPlanes {
  readonly real: Float32Array;
  readonly imag: Float32Array;
  /** Bins kept, counted from 0 Hz; the transform's remaining bins are dropped and read back as zero. */
  readonly bins: number;
  readonly frames: number;
}

/** A Hann window of `size` samples that repeats seamlessly (its first sample is 0, its last is not). */
export function periodicHann(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
}

/** Mirrors a position outside [0, length) back inside without repeating the edge sample. */
export function reflectIndex(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const folded = ((index % period) + period) % period;
  return folded < length ? folded : period - folded;
}

/** The sum of squared windows under every output sample: what an overlap-add must be divided by. */
export function windowEnvelope(
  window: Float32Array,
  hop: number,
  origin: number,
  frames: number,
  length: number,
): Float32Array {
  const envelope = new Float32Array(length);
  for (let frame = 0; frame < frames; frame++) {
    const start = origin + frame * hop;
    const end = Math.min(window.length, length - start);
    for (let i = Math.max(0, -start); i < end; i++) envelope[start + i]! += window[i]! * window[i]!;
  }
  return envelope;
}

/**
 * Analyses and synthesises with one window and hop. Frame `f` covers the samples from `origin + f * hop`;
 * what lies outside the signal is its mirror image.
 */
export class Stft {
  readonly window: Float32Array;
  readonly #block: Float32Array;

  constructor(
    readonly fft: RealFft,
    readonly hop: number,
  ) {
    this.window = periodicHann(fft.size);
    this.#block = new Float32Array(FRAME_BLOCK * fft.size);
  }

  /**
   * Fills `planes` with the spectra of `signal`.
   * @param origin sample at which frame 0 begins; negative for centred frames
   * @param gain factor on every value
   */
  analyse(signal: Float32Array, origin: number, planes: SpectrogramPlanes, gain = 1): void {
    for (let first = 0; first < planes.frames; first += FRAME_BLOCK) {
      const count = Math.min(FRAME_BLOCK, planes.frames - first);
      for (let i = 0; i < count; i++) {
        this.#loadFrame(signal, origin + (first + i) * this.hop, gain);
        this.fft.forward();
        this.#block.set(this.fft.spectrum, i * this.fft.size);
      }
      this.#scatter(planes, first, count);
    }
  }

  /** Adds the windowed frames of `planes` into `out`; divide by {@link windowEnvelope} afterwards. */
  overlapAdd(planes: SpectrogramPlanes, origin: number, out: Float32Array, gain = 1): void {
    const scale = gain / this.fft.size;
    for (let first = 0; first < planes.frames; first += FRAME_BLOCK) {
      const count = Math.min(FRAME_BLOCK, planes.frames - first);
      this.#gather(planes, first, count);
      for (let i = 0; i < count; i++) {
        this.fft.spectrum.set(this.#block.subarray(i * this.fft.size, (i + 1) * this.fft.size));
        this.fft.inverse();
        this.#addFrame(out, origin + (first + i) * this.hop, scale);
      }
    }
  }

  #loadFrame(signal: Float32Array, start: number, gain: number): void {
    const { frame, size } = this.fft;
    const { window } = this;
    if (start >= 0 && start + size <= signal.length) {
      for (let i = 0; i < size; i++) frame[i] = signal[start + i]! * window[i]! * gain;
      return;
    }
    for (let i = 0; i < size; i++) {
      frame[i] = signal[reflectIndex(start + i, signal.length)]! * window[i]! * gain;
    }
  }

  #addFrame(out: Float32Array, start: number, scale: number): void {
    const { frame, size } = this.fft;
    const { window } = this;
    const end = Math.min(size, out.length - start);
    for (let i = Math.max(0, -start); i < end; i++) out[start + i]! += frame[i]! * window[i]! * scale;
  }

  /** Copies `count` packed spectra out of the block into columns of the planes. */
  #scatter({ real, imag, bins, frames }: SpectrogramPlanes, first: number, count: number): void {
    const { size } = this.fft;
    const block = this.#block;
    const paired = Math.min(bins, size / 2);
    for (let i = 0; i < count; i++) {
      real[first + i] = block[i * size]!;
      imag[first + i] = 0;
      if (bins > size / 2) {
        real[(size / 2) * frames + first + i] = block[i * size + 1]!;
        imag[(size / 2) * frames + first + i] = 0;
      }
    }
    for (let bin = 1; bin < paired; bin++) {
      const row = bin * frames + first;
      for (let i = 0; i < count; i++) {
        real[row + i] = block[i * size + 2 * bin]!;
        imag[row + i] = block[i * size + 2 * bin + 1]!;
      }
    }
  }

  /** Packs `count` columns of the planes into the block; bins that were dropped become zero. */
  #gather({ real, imag, bins, frames }: SpectrogramPlanes, first: number, count: number): void {
    const { size } = this.fft;
    const block = this.#block;
    const paired = Math.min(bins, size / 2);
    if (paired < size / 2) block.fill(0);
    for (let i = 0; i < count; i++) {
      block[i * size] = real[first + i]!;
      block[i * size + 1] = bins > size / 2 ? real[(size / 2) * frames + first + i]! : 0;
    }
    for (let bin = 1; bin < paired; bin++) {
      const row = bin * frames + first;
      for (let i = 0; i < count; i++) {
        block[i * size + 2 * bin] = real[row + i]!;
        block[i * size + 2 * bin + 1] = imag[row + i]!;
      }
    }
  }
}
