// Measures loudness (ITU-R BS.1770-4, EBU R 128), loudness range (EBU Tech 3342) and true peak while audio passes.
import { gainToDb, SAMPLE_RATE } from '../units';
import { KWeightedEnergy } from './k-weighting';
import { ABSOLUTE_GATE_LUFS, LoudnessHistogram, loudnessOf } from './loudness-histogram';
import { PEAK_DELAY, PeakInterpolator } from './peak-interpolator';

/** A step of the windows: 100 ms, so that the 400 ms windows overlap by three quarters. */
const STEPS_PER_SECOND = 10;
const MOMENTARY_STEPS = 4;
const SHORT_TERM_STEPS = 30;
const INTEGRATED_GATE_LU = -10;
const RANGE_GATE_LU = -20;
const RANGE_SHARES = [0.1, 0.95] as const;

/** A programme as a broadcaster describes it. Silence has -Infinity LUFS and dBTP. */
export interface Loudness {
  readonly integratedLufs: number;
  readonly rangeLu: number;
  readonly truePeakDbtp: number;
}

/** Takes stereo audio block by block, of any size. Nothing is allocated after it is made. */
export class LoudnessMeter {
  private readonly weighted: KWeightedEnergy;
  private readonly steps = new Float64Array(SHORT_TERM_STEPS);
  private readonly blocks = new LoudnessHistogram();
  private readonly shortTerms = new LoudnessHistogram();
  private readonly interpolators = [new PeakInterpolator(), new PeakInterpolator()] as const;
  private readonly stepSamples: number;
  private stepsDone = 0;
  private inStep = 0;
  private peak = 0;

  constructor(sampleRate: number = SAMPLE_RATE) {
    this.stepSamples = Math.round(sampleRate / STEPS_PER_SECOND);
    this.weighted = new KWeightedEnergy(sampleRate);
  }

  /** Measures the first `frames` frames of two channels. */
  process(left: Float32Array | Float64Array, right: Float32Array | Float64Array, frames: number): void {
    this.peak = this.peakOf(this.interpolators[0], left, frames);
    this.peak = this.peakOf(this.interpolators[1], right, frames);
    for (let at = 0; at < frames; ) {
      const to = Math.min(frames, at + this.stepSamples - this.inStep);
      this.weighted.add(left, right, at, to);
      this.inStep += to - at;
      at = to;
      if (this.inStep === this.stepSamples) this.finishStep();
    }
  }

  /** Lets the last samples come out of the true-peak filter, at the end of the programme. */
  finish(): void {
    for (const interpolator of this.interpolators) {
      for (let i = 0; i <= PEAK_DELAY; i++) this.peak = Math.max(this.peak, interpolator.push(0));
    }
  }

  reset(): void {
    this.weighted.reset();
    this.steps.fill(0);
    this.blocks.reset();
    this.shortTerms.reset();
    for (const interpolator of this.interpolators) {
      interpolator.reset();
      interpolator.ignoreBelow(0);
    }
    this.stepsDone = 0;
    this.inStep = 0;
    this.peak = 0;
  }

  /** Loudness of the last 400 ms in LUFS, renewed every 100 ms; what lies before the start is silence. */
  get momentaryLufs(): number {
    return loudnessOf(this.meanSquare(MOMENTARY_STEPS));
  }

  /** Loudness of the last 3 s in LUFS, renewed every 100 ms. */
  get shortTermLufs(): number {
    return loudnessOf(this.meanSquare(SHORT_TERM_STEPS));
  }

  /** Gated loudness since the start in LUFS; -Infinity before the first 400 ms and for silence. */
  get integratedLufs(): number {
    const ungated = this.blocks.meanAbove(ABSOLUTE_GATE_LUFS);
    return this.blocks.meanAbove(ungated + INTEGRATED_GATE_LU);
  }

  /** Loudness range since the start in LU; 0 before the first 3 s. */
  get rangeLu(): number {
    const gate = this.shortTerms.meanAbove(ABSOLUTE_GATE_LUFS) + RANGE_GATE_LU;
    if (gate === Number.NEGATIVE_INFINITY) return 0;
    const [low, high] = RANGE_SHARES;
    return this.shortTerms.percentileAbove(gate, high) - this.shortTerms.percentileAbove(gate, low);
  }

  /** Highest true peak since the start in dBTP. */
  get truePeakDbtp(): number {
    return gainToDb(this.peak);
  }

  /** The three figures of a programme. */
  read(): Loudness {
    const { integratedLufs, rangeLu, truePeakDbtp } = this;
    return { integratedLufs, rangeLu, truePeakDbtp };
  }

  private peakOf(
    interpolator: PeakInterpolator,
    channel: Float32Array | Float64Array,
    frames: number,
  ): number {
    let { peak } = this;
    interpolator.ignoreBelow(peak);
    for (let i = 0; i < frames; i++) {
      const reached = interpolator.push(channel[i]!);
      if (reached > peak) {
        peak = reached;
        interpolator.ignoreBelow(peak);
      }
    }
    return peak;
  }

  private finishStep(): void {
    this.steps[this.stepsDone % SHORT_TERM_STEPS] = this.weighted.take();
    this.inStep = 0;
    this.stepsDone++;
    if (this.stepsDone >= MOMENTARY_STEPS) this.blocks.add(this.meanSquare(MOMENTARY_STEPS));
    if (this.stepsDone >= SHORT_TERM_STEPS) this.shortTerms.add(this.meanSquare(SHORT_TERM_STEPS));
  }

  /** Mean square of the last `count` steps, both channels added as BS.1770 adds them. */
  private meanSquare(count: number): number {
    let sum = 0;
    for (let back = 1; back <= count; back++) {
      const step = this.stepsDone - back;
      if (step >= 0) sum += this.steps[step % SHORT_TERM_STEPS]!;
    }
    return sum / (count * this.stepSamples);
  }
}

/** Measures a whole programme. A mono one is heard from both sides; give its channel twice. */
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
