// The song as the separator reads it: stereo samples by position, and what is needed to normalise them.

/** What is known of a song over its whole length. */
export interface MixStatistics {
  /** Of the mono sum. */
  readonly mean: number;
  /** Standard deviation of the mono sum, or of both channels where they cancel in it. */
  readonly deviation: number;
  /** Largest absolute sample of both channels. */
  readonly peak: number;
}

export interface MixSource {
  /** Samples per channel at the model's rate. */
  readonly length: number;
  readonly statistics: MixStatistics;
  /**
   * Left and right of `count` samples from `start`; the range lies within the song. Valid until the next
   * call.
   */
  read(start: number, count: number): Promise<readonly [Float32Array, Float32Array]>;
}

/** Replaces what is not a number, or infinite, by silence: one such sample would spoil a whole segment. */
export function sanitise(samples: Float32Array): void {
  for (let i = 0; i < samples.length; i++) if (!Number.isFinite(samples[i]!)) samples[i] = 0;
}

/**
 * A mono sum with less of the channels' mean power than this is what cancellation has left of them. Two independent
 * channels leave a half, a sound on one side only likewise.
 */
const CANCELLED = 0.05;

/** Whether two channels cancel each other, by the power of their mono sum and their own mean power. */
export const isCancelling = (monoPower: number, channelPower: number): boolean =>
  monoPower < CANCELLED * channelPower;

/** Mean and sum of squared distances from it of a row of numbers, by Welford's update. */
class RunningVariance {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    const step = value - this.#mean;
    this.#mean += step / ++this.#count;
    this.#squares += step * (value - this.#mean);
  }

  get mean(): number {
    return this.#mean;
  }

  get variance(): number {
    return this.#count > 1 ? this.#squares / (this.#count - 1) : 0;
  }
}

/** Accumulates {@link MixStatistics} while a song streams by. */
export class MixMeter {
  readonly #mono = new RunningVariance();
  readonly #left = new RunningVariance();
  readonly #right = new RunningVariance();
  #peak = 0;

  /** Takes the next samples of both channels. Welford's update keeps its precision for any offset and length. */
  add(left: Float32Array, right: Float32Array): void {
    for (let i = 0; i < left.length; i++) {
      this.#peak = Math.max(this.#peak, Math.abs(left[i]!), Math.abs(right[i]!));
      this.#mono.add((left[i]! + right[i]!) / 2);
      this.#left.add(left[i]!);
      this.#right.add(right[i]!);
    }
  }

  statistics(): MixStatistics {
    const { mean, variance } = this.#mono;
    const channels = (this.#left.variance + this.#right.variance) / 2;
    const deviation = Math.sqrt(isCancelling(variance, channels) ? channels : variance);
    return { mean, deviation, peak: this.#peak };
  }
}

/**
 * A song that is in memory already. Mono (one channel) is taken as both; samples that are not finite become 0
 * in place.
 */
export function mixInMemory(channels: readonly Float32Array[]): MixSource {
  const left = channels[0] ?? new Float32Array();
  const right = channels[1] ?? left;
  for (const channel of new Set([left, right])) sanitise(channel);
  const meter = new MixMeter();
  meter.add(left, right);
  return {
    length: left.length,
    statistics: meter.statistics(),
    read: async (start, count) => [left.subarray(start, start + count), right.subarray(start, start + count)],
  };
}
