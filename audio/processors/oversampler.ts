// Runs one channel at eight times its rate, for what makes harmonics above the Nyquist frequency.
import { halfBandDelay, RateDoubler, RateHalver } from '../filter/half-band';
import { type Samples, samples } from '../units';

/** How many times the rate is higher. */
export const OVERSAMPLING = 8;
/** Frames that are processed in one go. */
export const OVERSAMPLED_FRAMES = 64;

/*
 * Three stages of half-band filters. The one next to the original rate is steep: at 44.1 kHz it is flat to 20 kHz
 * within 0.01 dB and attenuates by 58 dB at 24 kHz and by more than 75 dB from 24.5 kHz on. The others have nothing to
 * keep above 22 kHz of 88 and of 176 kHz. Their lengths are such that all delays together are a whole number of samples.
 */
const FIRST = { pairs: 24, beta: 7 };
const SECOND = { pairs: 6, beta: 9 };
const THIRD_UP = { pairs: 4, beta: 9 };
const THIRD_DOWN = { pairs: 3, beta: 7 };
const DELAY =
  halfBandDelay(FIRST.pairs) +
  halfBandDelay(SECOND.pairs) / 2 +
  (halfBandDelay(THIRD_UP.pairs) + halfBandDelay(THIRD_DOWN.pairs)) / OVERSAMPLING;

/** By how much it delays the audio. */
export const OVERSAMPLER_DELAY: Samples = samples(DELAY);

/** Never allocates after it is made. */
export class Oversampler {
  private readonly up = [
    new RateDoubler(FIRST.pairs, FIRST.beta, OVERSAMPLED_FRAMES),
    new RateDoubler(SECOND.pairs, SECOND.beta, 2 * OVERSAMPLED_FRAMES),
    new RateDoubler(THIRD_UP.pairs, THIRD_UP.beta, 4 * OVERSAMPLED_FRAMES),
  ] as const;
  private readonly down = [
    new RateHalver(THIRD_DOWN.pairs, THIRD_DOWN.beta, 4 * OVERSAMPLED_FRAMES),
    new RateHalver(SECOND.pairs, SECOND.beta, 2 * OVERSAMPLED_FRAMES),
    new RateHalver(FIRST.pairs, FIRST.beta, OVERSAMPLED_FRAMES),
  ] as const;
  private readonly double = new Float64Array(2 * OVERSAMPLED_FRAMES);
  private readonly quadruple = new Float64Array(4 * OVERSAMPLED_FRAMES);
  /** Between `raise` and `lower`: the audio at the higher rate. */
  readonly raised = new Float64Array(OVERSAMPLING * OVERSAMPLED_FRAMES);

  /** Forgets the audio it has heard. */
  reset(): void {
    for (const stage of this.up) stage.reset();
    for (const stage of this.down) stage.reset();
  }

  /** Brings the first `frames` samples of `input`, `OVERSAMPLED_FRAMES` at most, to the higher rate. */
  raise(input: Float64Array, frames: number): void {
    this.up[0].process(input, frames, this.double);
    this.up[1].process(this.double, 2 * frames, this.quadruple);
    this.up[2].process(this.quadruple, 4 * frames, this.raised);
  }

  /** Brings what is raised back to the first `frames` samples of `output`. */
  lower(output: Float64Array, frames: number): void {
    this.down[0].process(this.raised, 4 * frames, this.quadruple);
    this.down[1].process(this.quadruple, 2 * frames, this.double);
    this.down[2].process(this.double, frames, output);
  }
}
