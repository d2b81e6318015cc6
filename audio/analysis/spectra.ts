// Short-time spectra of whole signals: centred frames, silence beyond both ends, periodic Hann window.
import type { RealFft } from '../fft';
import { countFrames, HOP, loadFrame, usableSignal } from './frames';

/** Reads one spectrum after the other, so that a whole file needs no memory for its spectrogram. */
export class SpectrumReader {
  readonly frames: number;
  readonly bins: number;
  readonly #signal: Float32Array;
  readonly #power: Float32Array;

  /**
   * @param fft a transform of the frame length; its buffers are used while a spectrum is read
   * @param signal mono samples; what is no number counts as silence
   * @param hop samples between frames
   */
  constructor(
    readonly fft: RealFft,
    signal: Float32Array,
    readonly hop: number = HOP,
  ) {
    this.frames = countFrames(signal.length, hop);
    this.bins = fft.bins;
    this.#signal = usableSignal(signal);
    this.#power = new Float32Array(fft.bins);
  }

  /**
   * The power |X|^2 of every bin of a frame; the next call overwrites it.
   *
   * The window is applied to the spectrum, where a Hann window is three numbers (1/2 for the bin, -1/4 for each of
   * its neighbours): that takes half the time of multiplying every sample.
   */
  power(frame: number): Float32Array {
    const { size } = this.fft;
    loadFrame(this.#signal, frame * this.hop - size / 2, this.fft.frame);
    this.fft.forward();
    windowedPower(this.fft.spectrum, this.#power);
    return this.#power;
  }
}

/**
 * The power of a packed spectrum as if its frame had been multiplied by a periodic Hann window: a bin less its
 * neighbours is the step to it from the bin before less the step from it to the one behind.
 */
function windowedPower(packed: Float32Array, power: Float32Array): void {
  const last = power.length - 1;
  const nyquist = packed[1]!;
  let re = packed[2]!;
  let im = packed[3]!;
  let stepRe = re - packed[0]!;
  let stepIm = im;
  power[0] = (stepRe * stepRe) / 4;
  for (let bin = 1; bin < last; bin++) {
    const isLast = bin === last - 1;
    const nextRe = isLast ? nyquist : packed[2 * bin + 2]!;
    const nextIm = isLast ? 0 : packed[2 * bin + 3]!;
    const nextStepRe = nextRe - re;
    const nextStepIm = nextIm - im;
    const windowedRe = stepRe - nextStepRe;
    const windowedIm = stepIm - nextStepIm;
    power[bin] = (windowedRe * windowedRe + windowedIm * windowedIm) / 16;
    re = nextRe;
    im = nextIm;
    stepRe = nextStepRe;
    stepIm = nextStepIm;
  }
  power[last] = (stepRe * stepRe) / 4;
}
