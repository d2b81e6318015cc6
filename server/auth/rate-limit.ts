// Counts attempts per key in a sliding window, in this process's memory.
import { RateLimitError } from '@/server/errors';

/** Past this many keys, those whose window has passed are dropped before a new one is added. */
const SWEEP_AT_KEYS = 10_000;

export interface RateLimitOptions {
  readonly limit: number;
  readonly windowMs: number;
  /** The whole sentence the person reads when they are over the limit. */
  readonly sentence: string;
  readonly now?: () => number;
}

/**
 * Memory is enough here: all requests of an instance pass one process, and a restart forgives at most one window.
 * Run several web processes and each counts by itself, so that the effective limit is multiplied by their number.
 */
export class RateLimiter {
  private readonly attempts = new Map<string, number[]>();
  private readonly now: () => number;

  constructor(private readonly options: RateLimitOptions) {
    this.now = options.now ?? Date.now;
  }

  /** @throws RateLimitError when `key` has used up its attempts */
  check(key: string): void {
    const recent = this.recent(key);
    const oldest = recent[0];
    if (recent.length < this.options.limit || oldest === undefined) return;
    const retryAfterS = (oldest + this.options.windowMs - this.now()) / 1000;
    throw new RateLimitError(this.options.sentence, retryAfterS);
  }

  /** Counts one attempt of `key`. */
  count(key: string): void {
    const recent = this.recent(key);
    if (recent.length === 0 && this.attempts.size >= SWEEP_AT_KEYS) this.sweep();
    // No key needs more entries than decide about it.
    this.attempts.set(key, [...recent, this.now()].slice(-this.options.limit));
  }

  /** Forgets what `key` did, as after a success. */
  forgive(key: string): void {
    this.attempts.delete(key);
  }

  private recent(key: string): number[] {
    const since = this.now() - this.options.windowMs;
    return (this.attempts.get(key) ?? []).filter((at) => at > since);
  }

  private sweep(): void {
    for (const key of this.attempts.keys()) if (this.recent(key).length === 0) this.attempts.delete(key);
  }
}
