// Caches an answer for a while, so that any number of requests cause one check.

export class Cached<T> {
  readonly #ttlMs: number;
  readonly #find: () => Promise<T>;
  #answer: Promise<T> | undefined;
  #until = 0;

  /**
   * @param ttlMs how long an answer is valid, from when it was computed
   * @param find computes it; must not reject
   */
  constructor(ttlMs: number, find: () => Promise<T>) {
    this.#ttlMs = ttlMs;
    this.#find = find;
  }

  read(): Promise<T> {
    if (this.#answer && performance.now() < this.#until) return this.#answer;
    // Requests that come meanwhile wait for the same check.
    this.#until = Number.POSITIVE_INFINITY;
    this.#answer = this.#find().finally(() => {
      this.#until = performance.now() + this.#ttlMs;
    });
    return this.#answer;
  }
}
