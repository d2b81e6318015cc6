// The true-peak limiter for files: what is no audio becomes silence, and does not silence what follows.
import type { LimiterSettings } from '@/contract/processors/limiter';
import { TruePeakLimiter } from '../dynamics/limiter';
import type { Samples } from '../units';
import { CHUNK_FRAMES } from './mix-bus';
import { isAudio } from './mix-output';

/**
 * Recovers as the mix engine does: a chunk that is no audio is silenced, and the limiter begins anew. By itself it would
 * let a NaN out, and stay closed for 0.7 s after an infinite or absurdly large sample.
 */
export class GuardedLimiter {
  readonly #limiter: TruePeakLimiter;

  constructor(sampleRate: number, settings: LimiterSettings) {
    this.#limiter = new TruePeakLimiter(sampleRate, settings);
  }

  get latency(): Samples {
    return this.#limiter.latency;
  }

  /** Limits the first `frames` frames in place; what comes out went in `latency` samples before. */
  process(left: Float64Array, right: Float64Array, frames: number): void {
    for (let from = 0; from < frames; from += CHUNK_FRAMES) {
      const count = Math.min(CHUNK_FRAMES, frames - from);
      const chunk = {
        left: left.subarray(from, from + count),
        right: right.subarray(from, from + count),
      };
      if (!isAudio(chunk, count)) {
        chunk.left.fill(0);
        chunk.right.fill(0);
        this.#limiter.reset();
      }
      this.#limiter.process(chunk.left, chunk.right, count);
    }
  }
}
