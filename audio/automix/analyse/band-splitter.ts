// Divides audio into low, mid and high without moving its phase, so that the bands add up to exactly what they were.
import { createRealFft, type RealFft } from '../../fft';

const FFT_SIZE = 8192;
/** Samples on either side of a sample that its bands are made from: 23 ms, which parts 85 Hz from 155 Hz. */
const REACH = 1023;
/** Each low-pass reaches this many periods of its frequency to either side. */
const PERIODS = 2.8;
/** 50 dB in the stop band. */
const KAISER_BETA = 5;

/** Modified Bessel function of order zero. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** A low-pass as a windowed sinc around the middle of `2 * REACH + 1` samples. */
function lowPassKernel(hz: number, sampleRate: number): Float32Array {
  const reach = Math.min(REACH, Math.round((PERIODS * sampleRate) / hz));
  const kernel = new Float64Array(2 * REACH + 1);
  let sum = 0;
  for (let i = -reach; i <= reach; i++) {
    const angle = (2 * Math.PI * hz * i) / sampleRate;
    const sinc = i === 0 ? 1 : Math.sin(angle) / angle;
    const weight = sinc * bessel(KAISER_BETA * Math.sqrt(1 - (i / (reach + 1)) ** 2));
    kernel[REACH + i] = weight;
    sum += weight;
  }
  // The inverse transform below multiplies by its size.
  return Float32Array.from(kernel, (weight) => weight / sum / FFT_SIZE);
}

/**
 * Low-passes windows of one channel at both crossovers. What lies below the first is `low`, what lies between them
 * `mid`, and the rest `high`: three bands that add up to the input whatever the filters are.
 */
export class BandSplitter {
  /** Samples that a window begins before the first sample of its result. */
  static readonly reach = REACH;
  static readonly window = FFT_SIZE;
  /** Samples of a result. */
  static readonly hop = FFT_SIZE - 2 * REACH;

  readonly #fft: RealFft;
  readonly #kernels: readonly Float32Array[];
  readonly #spectrum = new Float32Array(FFT_SIZE);

  private constructor(fft: RealFft, kernels: readonly Float32Array[]) {
    this.#fft = fft;
    this.#kernels = kernels;
  }

  /** @param crossovers in Hz, the lower one first */
  static async create(
    crossovers: readonly [lowHz: number, highHz: number],
    sampleRate: number,
  ): Promise<BandSplitter> {
    const fft = await createRealFft(FFT_SIZE);
    const kernels = crossovers.map((hz) => {
      fft.frame.fill(0).set(lowPassKernel(hz, sampleRate));
      fft.forward();
      return fft.spectrum.slice();
    });
    return new BandSplitter(fft, kernels);
  }

  /**
   * @param window `window` samples, the first one `reach` samples before the first of the result
   * @param belowLow takes `hop` samples of what lies below the lower crossover
   * @param belowHigh the same for the upper one
   */
  split(window: Float32Array, belowLow: Float32Array, belowHigh: Float32Array): void {
    const fft = this.#fft;
    fft.frame.set(window);
    fft.forward();
    this.#spectrum.set(fft.spectrum);
    for (const [index, out] of [belowLow, belowHigh].entries()) {
      multiplySpectra(this.#spectrum, this.#kernels[index]!, fft.spectrum);
      fft.inverse();
      out.set(fft.frame.subarray(2 * REACH));
    }
  }

  dispose(): void {
    this.#fft.dispose();
  }
}

/** The product of two spectra as `RealFft` orders them: two real numbers, then complex ones. */
function multiplySpectra(a: Float32Array, b: Float32Array, out: Float32Array): void {
  out[0] = a[0]! * b[0]!;
  out[1] = a[1]! * b[1]!;
  for (let i = 2; i < a.length; i += 2) {
    const [ar, ai, br, bi] = [a[i]!, a[i + 1]!, b[i]!, b[i + 1]!];
    out[i] = ar * br - ai * bi;
    out[i + 1] = ar * bi + ai * br;
  }
}
