// How long to wait before a process that died is started again.

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** A process that lived this long was well; the next death counts as the first. */
const HEALTHY_MS = 60_000;
/** A process that ends sooner did not get as far as to be stopped by somebody. */
const STARTED_MS = 1_000;

export class Backoff {
  #deaths = 0;

  /**
   * Notes a death.
   * @param livedMs how long the process had run
   * @param isOrderly whether it ended with exit code 0, as it does when somebody else than the supervisor stops it
   * @returns milliseconds to wait: half a second, doubling with each early death, at most half a minute; none after an
   *   orderly end
   */
  next(livedMs: number, isOrderly = false): number {
    if (isOrderly && livedMs >= STARTED_MS) return 0;
    if (livedMs >= HEALTHY_MS) this.#deaths = 0;
    const wait = Math.min(FIRST_MS * 2 ** this.#deaths, LONGEST_MS);
    this.#deaths += 1;
    return wait;
  }
}
