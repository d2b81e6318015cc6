// Fetches and decodes wanted segments, few at a time and most urgent first, and tries again when one fails.

import type { DecodedSegment } from '../decoded-segment';
import type { PlayerStem } from '../types';
import { segmentKey, type WantedSegment } from './segment-plan';

/** Enough to keep a connection and the decoder threads busy, few enough to keep undecoded bytes out of memory. */
export const PARALLEL_LOADS = 4;

/** Limit for what plays at the same time, all stems together: playback waits until the last one is loaded. */
const PARALLEL_URGENT_LOADS = 16;

/** What is due sooner than this is urgent: a quarter of a second, which has to be there before playback starts. */
export const URGENT_SAMPLES = 11_025;

/** Waits after the first, second, ... failure of a segment, in milliseconds; after the last one it is given up. */
export const RETRY_DELAYS_MS: readonly number[] = [250, 500, 1000, 2000, 4000];

export interface LoaderOptions {
  /** Fetches and decodes one segment; of an urgent one, what sounds first comes ahead of the rest. */
  readonly load: (stem: PlayerStem, wanted: WantedSegment, signal: AbortSignal) => Promise<DecodedSegment>;
  readonly onSegment: (stem: PlayerStem, index: number, segment: DecodedSegment) => void;
  /** A segment was abandoned but came all the same. */
  readonly onUnwanted: (segment: DecodedSegment) => void;
  /** A segment failed for the last time. */
  readonly onGiveUp: (stem: PlayerStem, index: number, reason: unknown) => void;
}

/**
 * Works through the newest plan. Loads that a new plan does not name are aborted; a segment that failed waits
 * for its next attempt without blocking others; one that was given up is only tried again after
 * `resetBackoff`.
 */
export class SegmentLoader {
  #queue: readonly WantedSegment[] = [];
  #stems: ReadonlyMap<string, PlayerStem> = new Map();
  readonly #loading = new Map<string, AbortController>();
  readonly #failures = new Map<string, number>();
  /** Segments that wait after a failure, with their timers. */
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #options: LoaderOptions;

  constructor(options: LoaderOptions) {
    this.#options = options;
  }

  /** Accepts a new plan: the segments that are wanted and not yet cached, most urgent first. */
  request(queue: readonly WantedSegment[], stems: ReadonlyMap<string, PlayerStem>): void {
    this.#queue = queue;
    this.#stems = stems;
    const wanted = new Set(queue.map(({ stemId, index }) => segmentKey(stemId, index)));
    for (const [key, controller] of this.#loading) {
      if (wanted.has(key)) continue;
      controller.abort();
      // A decoder does not react to the abort; what is wanted now must not wait for it.
      this.#loading.delete(key);
    }
    this.#startMore();
  }

  /** Lets segments that failed be tried again at once. */
  resetBackoff(): void {
    this.#failures.clear();
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#startMore();
  }

  dispose(): void {
    this.request([], new Map());
    this.resetBackoff();
  }

  #startMore(): void {
    for (const wanted of this.#queue) {
      const { stemId, index, due } = wanted;
      if (this.#loading.size >= (due < URGENT_SAMPLES ? PARALLEL_URGENT_LOADS : PARALLEL_LOADS)) return;
      const key = segmentKey(stemId, index);
      const stem = this.#stems.get(stemId);
      const givenUp = (this.#failures.get(key) ?? 0) > RETRY_DELAYS_MS.length;
      if (!stem || givenUp || this.#loading.has(key) || this.#waiting.has(key)) continue;
      void this.#loadOne(stem, wanted, key);
    }
  }

  async #loadOne(stem: PlayerStem, wanted: WantedSegment, key: string): Promise<void> {
    const { index } = wanted;
    const controller = new AbortController();
    this.#loading.set(key, controller);
    try {
      const segment = await this.#options.load(stem, wanted, controller.signal);
      if (controller.signal.aborted) return this.#options.onUnwanted(segment);
      this.#loading.delete(key);
      this.#failures.delete(key);
      this.#queue = this.#queue.filter((other) => segmentKey(other.stemId, other.index) !== key);
      this.#options.onSegment(stem, index, segment);
    } catch (reason) {
      if (controller.signal.aborted) return;
      this.#loading.delete(key);
      this.#fail(stem, index, key, reason);
    } finally {
      this.#startMore();
    }
  }

  #fail(stem: PlayerStem, index: number, key: string, reason: unknown): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const delay = RETRY_DELAYS_MS[failures - 1];
    if (delay === undefined) {
      this.#options.onGiveUp(stem, index, reason);
      return;
    }
    const retry = () => {
      this.#waiting.delete(key);
      this.#startMore();
    };
    this.#waiting.set(key, setTimeout(retry, delay));
  }
}
