// How long to wait before a connection that was closed for too many requests is opened again.

/** The server gives back in ten seconds what most pages need, and all of it within a few minutes. */
const FIRST_MS = 10_000;
const LONGEST_MS = 160_000;
/** A connection that stayed open for so long was not refused for what it does by itself. */
const SETTLED_MS = 60_000;

export class BackOff {
  #refusals = 0;
  #openedAt = Number.POSITIVE_INFINITY;

  /** The connection has opened. @param now in milliseconds */
  opened(now: number): void {
    this.#openedAt = now;
  }

  /** The connection was refused. @returns how long to wait in milliseconds, twice as long each time in a row */
  refused(now: number): number {
    if (now - this.#openedAt >= SETTLED_MS) this.#refusals = 0;
    this.#openedAt = Number.POSITIVE_INFINITY;
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#refusals);
    this.#refusals += 1;
    return wait;
  }
}
