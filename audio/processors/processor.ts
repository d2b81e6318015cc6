// What the chain of a strip asks of every effect in it.
import type { Samples } from '../units';

/** `process`, `set` with `glide` and every getter are called while audio runs: none of them allocates or waits. */
export interface Processor<Settings> {
  /** How late the audio comes out; it may change with the settings. */
  readonly latency: Samples;
  /** The gain reduction under way in dB, 0 or more; left out by what reduces nothing. */
  readonly reductionDb?: number;
  /** False when `process` would leave every sample as it is. */
  readonly isActive: boolean;
  /** True when silence in gives silence out and changes nothing. */
  readonly isSilent: boolean;
  /**
   * @param settings null switches it off
   * @param glide false takes the settings at once, true without a click
   */
  set(settings: Settings | null, glide: boolean): void;
  /** Clears what is left of earlier audio. */
  reset(): void;
  /** Processes the first `frames` frames in place. */
  process(left: Float64Array, right: Float64Array, frames: number): void;
}
