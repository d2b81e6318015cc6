// YIN's difference function: how unlike itself a frame is, shifted by each period. Low means periodic.
import type { RealFft } from '../../fft';
import { FRAME_LENGTH, loadFrame } from '../frames';

/** Autocorrelation by FFT needs as much silence behind the frame as the frame is long. */
export const PITCH_FFT_SIZE = 2 * FRAME_LENGTH;
/** Keeps the division defined where a frame is silent. */
const MIN_NORMAL_FLOAT = 2 ** -126;

/** Computes the cumulative-mean-normalised difference of one frame after the other. */
export class YinDifference {
  readonly #samples = new Float32Array(FRAME_LENGTH);
  readonly #normalised: Float32Array;

  /**
   * @param fft a transform of {@link PITCH_FFT_SIZE}
   * @param minPeriod shortest period in samples
   * @param maxPeriod longest period in samples, shorter than a frame
   */
  constructor(
    readonly fft: RealFft,
    readonly minPeriod: number,
    readonly maxPeriod: number,
  ) {
    this.#normalised = new Float32Array(maxPeriod - minPeriod + 1);
  }

  /**
   * The differences at all periods from `minPeriod` to `maxPeriod` of the frame that begins at sample `start`; 1 is
   * the mean of the shorter periods. The next call overwrites them.
   */
  compute(signal: Float32Array, start: number): Float32Array {
    loadFrame(signal, start, this.#samples);
    this.#autocorrelate();
    this.#normalise();
    return this.#normalised;
  }

  /** Leaves the autocorrelation of the frame, times the transform's size, in the transform's time buffer. */
  #autocorrelate(): void {
    const { fft } = this;
    fft.frame.set(this.#samples);
    fft.frame.fill(0, FRAME_LENGTH);
    fft.forward();
    const { spectrum } = fft;
    spectrum[0]! *= spectrum[0]!;
    spectrum[1]! *= spectrum[1]!;
    for (let i = 2; i < spectrum.length; i += 2) {
      const re = spectrum[i]!;
      const im = spectrum[i + 1]!;
      spectrum[i] = re * re + im * im;
      spectrum[i + 1] = 0;
    }
    fft.inverse();
  }

  #normalise(): void {
    const { minPeriod, maxPeriod } = this;
    const samples = this.#samples;
    const normalised = this.#normalised;
    const correlation = this.fft.frame;
    const scale = 2 / this.fft.size;
    const whole = correlation[0]!;
    let head = 0;
    let total = 0;
    for (let period = 1; period <= maxPeriod; period++) {
      const sample = samples[period - 1]!;
      head += sample * sample;
      const difference = scale * (whole - correlation[period]!) - head;
      total += difference;
      if (period >= minPeriod) {
        normalised[period - minPeriod] = difference / (total / period + MIN_NORMAL_FLOAT);
      }
    }
  }
}
