// From the mix before its limiter to what leaves the studio: gain, true-peak limiter, trim.

import { GuardedLimiter } from '@/audio/mix/guarded-limiter';
import { dbToGain } from '@/audio/units';
import type { LimiterSettings } from '@/contract/processors/limiter';
import { BLOCK_SIZE, type MixSink, type PassOptions } from './mix-pass';
import { type Premaster, premasterFrames } from './premaster';
import { StemReader } from './stem-reader';

export interface Mastering {
  /** Before the limiter. */
  readonly gainDb: number;
  readonly limiter: LimiterSettings | null;
  /** After the limiter. */
  readonly trimDb: number;
  /** Of what comes out. The limiter works at this rate, so that resampling cannot raise what it has limited. */
  readonly sampleRate: number;
}

/** Gain, limiter and trim over blocks, taking the limiter's latency off the beginning. */
class Chain {
  readonly #left = new Float64Array(BLOCK_SIZE);
  readonly #right = new Float64Array(BLOCK_SIZE);
  readonly #output = [new Float32Array(BLOCK_SIZE), new Float32Array(BLOCK_SIZE)] as const;
  readonly #limiter: GuardedLimiter | null;
  readonly #gain: number;
  readonly #trim: number;
  #late: number;
  readonly #sink: MixSink;

  constructor({ gainDb, limiter, trimDb, sampleRate }: Mastering, sink: MixSink) {
    this.#sink = sink;

    this.#limiter = limiter && new GuardedLimiter(sampleRate, limiter);
    this.#gain = dbToGain(gainDb);
    this.#trim = dbToGain(trimDb);
    this.#late = this.latency;
  }

  get latency(): number {
    return this.#limiter?.latency ?? 0;
  }

  async process(left: Float32Array, right: Float32Array, frames: number): Promise<void> {
    for (let i = 0; i < frames; i++) this.#left[i] = left[i]! * this.#gain;
    for (let i = 0; i < frames; i++) this.#right[i] = right[i]! * this.#gain;
    this.#limiter?.process(this.#left, this.#right, frames);
    const skipped = Math.min(frames, this.#late);
    this.#late -= skipped;
    const peak = Math.max(
      this.#write(this.#left, this.#output[0], skipped, frames),
      this.#write(this.#right, this.#output[1], skipped, frames),
    );
    if (frames > skipped) await this.#sink(this.#output[0], this.#output[1], frames - skipped, peak);
  }

  /** Moves the audible frames to the front of `to`; returns their peak. */
  #write(from: Float64Array, to: Float32Array, skipped: number, frames: number): number {
    const count = frames - skipped;
    let peak = 0;
    for (let i = 0; i < count; i++) {
      const value = from[skipped + i]! * this.#trim;
      to[i] = value;
      const size = Math.abs(value);
      if (size > peak) peak = size;
    }
    return peak;
  }
}

/**
 * Masters a mix once, from its beginning to its end.
 * @throws MediaToolError when it cannot be read, the signal's reason when it is aborted
 */
export async function runMasteringPass(
  premaster: Premaster,
  mastering: Mastering,
  sink: MixSink,
  { signal, onProgress }: PassOptions,
): Promise<void> {
  const reader = new StemReader(premasterFrames(premaster, mastering.sampleRate, signal), 1);
  const chain = new Chain(mastering, sink);
  const total = (premaster.lengthSamples * mastering.sampleRate) / premaster.sampleRate;
  const [left, right] = [new Float32Array(BLOCK_SIZE), new Float32Array(BLOCK_SIZE)];
  try {
    for (let frames = BLOCK_SIZE; frames === BLOCK_SIZE; ) {
      signal?.throwIfAborted();
      frames = await reader.read(left, right, BLOCK_SIZE);
      await chain.process(left, right, frames);
      onProgress?.(Math.min(1, reader.position / total));
    }
  } finally {
    await reader.close();
  }
  left.fill(0);
  right.fill(0);
  for (let rest = chain.latency; rest > 0; rest -= BLOCK_SIZE) {
    await chain.process(left, right, Math.min(BLOCK_SIZE, rest));
  }
}
