// Token buckets by key, such as a person: they outlive connections, and take no memory for keys that rest.
import { TokenBucket } from '@/server/limits/token-bucket';

export interface BucketSize {
  /** Tokens per second. */
  readonly rate: number;
  /** How many may be saved up. */
  readonly burst: number;
}

/** Below this many keys nobody looks for those that rest. */
const SWEEP_FROM = 1_000;

export class KeyedBuckets {
  readonly #size: BucketSize;
  readonly #now: () => number;
  readonly #buckets = new Map<string, TokenBucket>();
  #sweepAt = SWEEP_FROM;

  /** @param now milliseconds */
  constructor(size: BucketSize, now: () => number = () => performance.now()) {
    this.#size = size;
    this.#now = now;
  }

  /** Takes `cost` tokens of a key; false, taking none, when there are not enough. */
  take(key: string, cost = 1): boolean {
    return this.#bucketOf(key).take(cost);
  }

  /** Takes `cost` tokens for work that is already done: the key may be in debt afterwards. */
  charge(key: string, cost: number): void {
    this.#bucketOf(key).charge(cost);
  }

  /** Seconds until a key has `cost` tokens; 0 when it has them. */
  waitS(key: string, cost = 1): number {
    return this.#buckets.get(key)?.waitS(cost) ?? 0;
  }

  #bucketOf(key: string): TokenBucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    if (this.#buckets.size >= this.#sweepAt) this.#sweep();
    const bucket = new TokenBucket(this.#size.rate, this.#size.burst, this.#now);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  /** A full bucket is as good as none. */
  #sweep(): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull) this.#buckets.delete(key);
    this.#sweepAt = Math.max(SWEEP_FROM, this.#buckets.size * 2);
  }
}
