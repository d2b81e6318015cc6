// Remembers an answer for a while, so that however many ask at a time cause one look.

export class Remembered<T> {
  readonly #forMs: number;
  readonly #look: () => Promise<T>;
  #answer: Promise<T> | undefined;
  #until = 0;

  /**
   * @param forMs how long an answer holds, from when it was found
   * @param look finds it; must not reject
   */
  constructor(forMs: number, look: () => Promise<T>) {
    this.#forMs = forMs;
    this.#look = look;
  }

  read(): Promise<T> {
    if (this.#answer && performance.now() < this.#until) return this.#answer;
    // Those who ask meanwhile wait for the same look.
    this.#until = Number.POSITIVE_INFINITY;
    this.#answer = this.#look().finally(() => {
      this.#until = performance.now() + this.#forMs;
    });
    return this.#answer;
  }
}
