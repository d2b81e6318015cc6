// The studio's one clock, the database's, as this process knows it: what expires does so for all processes at once.

interface Reading {
  /** What the database said, in milliseconds since 1970. */
  readonly databaseMs: number;
  /** When it said so by this process's clocks: the one that only runs, and the one that people set. */
  readonly runningMs: number;
  readonly wallMs: number;
}

/*
 * Next bundles route handlers apart from the server, so a module variable would exist twice in one process; the
 * global object exists once.
 */
const globals = globalThis as typeof globalThis & { isomixClock?: Reading };

/** How long a reading is good for: clocks of computers drift by some milliseconds in a minute. */
const FRESH_MS = 60_000;
/** When the two clocks of this process disagree by more, it slept or somebody set its clock. */
const LEAP_MS = 2_000;

/**
 * Notes what the database's clock shows.
 * @param askedMs `performance.now()` when it was asked
 */
export function recordClockReading(databaseMs: number, askedMs: number): void {
  const runningMs = performance.now();
  globals.isomixClock = { databaseMs: databaseMs + (runningMs - askedMs) / 2, runningMs, wallMs: Date.now() };
}

/** Whether the database should be asked again before anything is judged by its clock. */
export function isClockStale(): boolean {
  const { isomixClock: last } = globals;
  if (!last) return true;
  const passed = performance.now() - last.runningMs;
  return passed > FRESH_MS || Math.abs(Date.now() - last.wallMs - passed) > LEAP_MS;
}

/**
 * The moment by the database's clock in milliseconds since 1970; by this process's until the database was asked once.
 */
export function studioMs(): number {
  const { isomixClock: last } = globals;
  return last ? Math.round(last.databaseMs + performance.now() - last.runningMs) : Date.now();
}

/** The moment of `studioMs`. */
export const studioTime = (): Date => new Date(studioMs());
