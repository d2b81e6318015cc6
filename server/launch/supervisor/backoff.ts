// The back-off before a process that crashed is restarted.

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** A process that ran this long was healthy; its next crash counts as the first. */
const HEALTHY_MS = 60_000;
/** A process that exits sooner failed to start, even with exit code 0. */
const STARTED_MS = 1_000;

export class Backoff {
  #failures = 0;

  /**
   * Records an exit.
   * @param livedMs how long the process had run
   * @param isOrderly whether it ended with exit code 0, as it does when somebody else than the supervisor stops it
   * @returns milliseconds to wait: half a second, doubling with each early death, at most half a minute; none after an
   *   orderly end
   */
  next(livedMs: number, isOrderly = false): number {
    if (isOrderly && livedMs >= STARTED_MS) return 0;
    if (livedMs >= HEALTHY_MS) this.#failures = 0;
    const wait = Math.min(FIRST_MS * 2 ** this.#failures, LONGEST_MS);
    this.#failures += 1;
    return wait;
  }
}
