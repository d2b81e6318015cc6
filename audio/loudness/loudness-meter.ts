// Measures loudness (ITU-R BS.1770-4, EBU R 128), loudness range (EBU Tech 3342) and true peak while audio passes.
import { gainToDb, SAMPLE_RATE } from '../units';
import { LoudnessWindows } from './loudness-windows';
import { TruePeak } from './true-peak';
import { WeightedSteps } from './weighted-steps';

/** A programme as a broadcaster describes it. Silence has -Infinity LUFS and dBTP. */
export interface Loudness {
  readonly integratedLufs: number;
  readonly rangeLu: number;
  readonly truePeakDbtp: number;
}

/** Takes stereo audio block by block, of any size. Nothing is allocated after it is made. */
export class LoudnessMeter {
  readonly #windows = new LoudnessWindows();
  readonly #steps: WeightedSteps;
  readonly #truePeak = new TruePeak();

  constructor(sampleRate: number = SAMPLE_RATE) {
    this.#steps = new WeightedSteps((meanSquare) => this.#windows.add(meanSquare), sampleRate);
  }

  /** Measures the first `frames` frames of two channels. */
  process(left: Float32Array | Float64Array, right: Float32Array | Float64Array, frames: number): void {
    this.#truePeak.process(left, right, frames);
    this.#steps.process(left, right, frames);
  }

  /** Lets the last samples come out of the true-peak filter, at the end of the programme. */
  finish(): void {
    this.#truePeak.finish();
  }

  reset(): void {
    this.#steps.reset();
    this.#windows.reset();
    this.#truePeak.reset();
  }

  /** Loudness of the last 400 ms in LUFS, renewed every 100 ms; what lies before the start is silence. */
  get momentaryLufs(): number {
    return this.#windows.momentaryLufs;
  }

  /** Loudness of the last 3 s in LUFS, renewed every 100 ms. */
  get shortTermLufs(): number {
    return this.#windows.shortTermLufs;
  }

  /** Gated loudness since the start in LUFS; -Infinity before the first 400 ms and for silence. */
  get integratedLufs(): number {
    return this.#windows.integratedLufs;
  }

  /** Loudness range since the start in LU; 0 before the first 3 s. */
  get rangeLu(): number {
    return this.#windows.rangeLu;
  }

  /** Highest true peak since the start in dBTP. */
  get truePeakDbtp(): number {
    return gainToDb(this.#truePeak.peak);
  }

  /** The three figures of a programme. */
  read(): Loudness {
    const { integratedLufs, rangeLu, truePeakDbtp } = this;
    return { integratedLufs, rangeLu, truePeakDbtp };
  }
}

/** Measures a whole programme. A mono one plays on both sides; pass its channel twice. */
export function measureLoudness(
  left: Float32Array | Float64Array,
  right: Float32Array | Float64Array,
  sampleRate: number = SAMPLE_RATE,
): Loudness {
  const meter = new LoudnessMeter(sampleRate);
  meter.process(left, right, left.length);
  meter.finish();
  return meter.read();
}
