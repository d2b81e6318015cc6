// The true-peak limiter at the end of the mix: nothing between two samples rises above the ceiling.
import { LIMITER, type LimiterSettings } from '@/contract/processors/limiter';
import { defaultsOf } from '@/contract/settings';
import { PEAK_DELAY, PeakInterpolator } from '../loudness/peak-interpolator';
import { DelayLine } from '../space/delay-line';
import { dbToGain, gainToDb, type Samples, samples } from '../units';
import { MovingAverage } from './moving-average';
import { SlidingMaximum } from './sliding-maximum';

export const DEFAULT_LIMITER: LimiterSettings = defaultsOf(LIMITER.settings);

const LOOK_AHEAD_SECONDS = 0.005;
/** The gain stands still for this many samples around a peak, so that the wave there keeps its shape. */
const STILL_SAMPLES = 16;
/** What the moving gain may add to a peak between samples is taken off beforehand: 0.03 dB. */
const MARGIN = dbToGain(-0.03);
/** Gain reduction in whole steps, so that averages of it are exact and come back to exactly nothing. */
const STEPS = 2 ** 32;

/**
 * Each peak above the ceiling requires a gain reduction. The largest one within the look-ahead is held,
 * released slowly, and smoothed by two moving averages that together are shorter than the hold: so the smooth
 * curve has arrived when the peak leaves the delay. Audio that never exceeds the ceiling passes bit for bit,
 * `latency` samples late. Stereo linked; `process` never allocates.
 */
export class TruePeakLimiter {
  readonly latency: Samples;
  readonly #interpolators = [new PeakInterpolator(), new PeakInterpolator()] as const;
  readonly #delays: readonly [DelayLine, DelayLine];
  readonly #hold: SlidingMaximum;
  readonly #averages: readonly [MovingAverage, MovingAverage];
  #ceiling = 1;
  #release = 1;
  #reduction = 0;
  readonly #sampleRate: number;

  constructor(sampleRate: number, settings: LimiterSettings = DEFAULT_LIMITER) {
    this.#sampleRate = sampleRate;
    const half = Math.round((LOOK_AHEAD_SECONDS * sampleRate) / 2);
    this.#hold = new SlidingMaximum(2 * half + 2 * STILL_SAMPLES);
    this.#averages = [new MovingAverage(half), new MovingAverage(half)];
    this.latency = samples(PEAK_DELAY + 1 + 2 * half - 2 + STILL_SAMPLES);
    this.#delays = [new DelayLine(this.latency, 0), new DelayLine(this.latency, 0)];
    for (const delay of this.#delays) delay.setDelay(this.latency, false);
    this.set(settings);
  }

  set({ ceilingDb, releaseMs }: LimiterSettings): void {
    this.#ceiling = dbToGain(ceilingDb);
    this.#release = 1 - Math.exp(-1000 / (releaseMs * this.#sampleRate));
    for (const interpolator of this.#interpolators) interpolator.ignoreBelow(this.#ceiling);
  }

  /** The gain reduction under way, in dB: 0 or more. */
  get reductionDb(): number {
    return 0 - gainToDb(1 - this.#reduction);
  }

  /** Clears the audio state. */
  reset(): void {
    for (const part of [...this.#interpolators, ...this.#delays, ...this.#averages, this.#hold]) part.reset();
    this.#reduction = 0;
  }

  /** Limits the first `frames` frames in place; what comes out went in `latency` samples before. */
  process(left: Float64Array, right: Float64Array, frames: number): void {
    const [delayLeft, delayRight] = this.#delays;
    for (let i = 0; i < frames; i++) {
      delayLeft.write(left[i]!);
      delayRight.write(right[i]!);
      const gain = this.#gainFor(left[i]!, right[i]!);
      left[i] = delayLeft.read() * gain;
      right[i] = delayRight.read() * gain;
    }
  }

  /** The gain of the sample that leaves now, from the one that arrives. */
  #gainFor(left: number, right: number): number {
    const [watchLeft, watchRight] = this.#interpolators;
    const peak = Math.max(watchLeft.push(left), watchRight.push(right));
    const wanted = peak > this.#ceiling ? 1 - (this.#ceiling * MARGIN) / peak : 0;
    const peakGain = this.#hold.push(wanted);
    if (peakGain >= this.#reduction) this.#reduction = peakGain;
    else this.#reduction += (peakGain - this.#reduction) * this.#release;
    if (this.#reduction < 0.5 / STEPS) this.#reduction = 0;
    const [first, second] = this.#averages;
    const smooth = second.push(first.push(Math.round(this.#reduction * STEPS)));
    return 1 - smooth / STEPS;
  }
}
