// What another clock shows, from round trips to it: the offset and how fast it changes, whatever the line does.

/** One question to the other clock: when it was sent and answered by the own clock, and what the other showed. */
export interface RoundTrip {
  readonly sentMs: number;
  readonly remoteMs: number;
  readonly receivedMs: number;
}

/** How the other clock runs, as seen from the own one. */
export interface ClockFit {
  /** The own time for which `offsetMs` holds. */
  readonly referenceMs: number;
  /** What the other clock shows more than the own one. */
  readonly offsetMs: number;
  /** By how much that grows in a millisecond: 1e-6 is one part in a million. */
  readonly drift: number;
  /** The shortest way there and back. */
  readonly roundTripMs: number;
}

/** Older round trips say little about the clock now. */
export const TRIP_WINDOW_MS = 120_000;
const MAX_TRIPS = 256;
/** With fewer a single slow answer decides. */
export const MIN_TRIPS = 5;

/** Faster than any quartz drifts. */
const MAX_DRIFT = 3e-4;
/** Clocks of computers drift by about so much; more is believed only when the answers say so clearly. */
const USUAL_DRIFT = 5e-5;
/** What a drift of USUAL_DRIFT has to save in unexplained delay, so that it is believed. */
const DRIFT_COST_MS = 0.5;
const SEARCH_STEPS = 40;
/** No answer comes before it was asked for; so much is rounding. */
const ROUNDING_MS = 0.5;

interface Bounds {
  /** The shortest ways there and back, each with the offset in it. */
  readonly there: number;
  readonly back: number;
}

/**
 * The shortest way in each direction, on its own: jitter only ever adds, and a quick way there need not have come with a
 * quick way back.
 */
function boundsOf(trips: readonly RoundTrip[], referenceMs: number, drift: number): Bounds {
  let [there, back] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { sentMs, remoteMs, receivedMs } of trips) {
    there = Math.min(there, remoteMs - sentMs - drift * (sentMs - referenceMs));
    back = Math.min(back, receivedMs - remoteMs + drift * (receivedMs - referenceMs));
  }
  return { there, back };
}

/** The drift for which the shortest ways are longest, less what a drift costs: the sum is concave in the drift. */
function bestDrift(trips: readonly RoundTrip[], referenceMs: number, costMs: number): number {
  const worth = (drift: number): number => {
    const { there, back } = boundsOf(trips, referenceMs, drift);
    return there + back - costMs * (drift / USUAL_DRIFT) ** 2;
  };
  let [low, high] = [-MAX_DRIFT, MAX_DRIFT];
  for (let step = 0; step < SEARCH_STEPS; step++) {
    const third = (high - low) / 3;
    if (worth(low + third) < worth(high - third)) low += third;
    else high -= third;
  }
  return (low + high) / 2;
}

/**
 * Fits the other clock to the round trips. A wrong drift lets the shortest ways look shorter than they are, so the right
 * one makes them longest. What cannot be seen from here is a line that is always slower in one direction: half the
 * difference stays in the offset.
 * @returns null with fewer than MIN_TRIPS
 */
export function fitClock(trips: readonly RoundTrip[]): ClockFit | null {
  const last = trips.at(-1);
  if (!last || trips.length < MIN_TRIPS) return null;
  const referenceMs = last.receivedMs;
  const drift = bestDrift(trips, referenceMs, DRIFT_COST_MS);
  const { there, back } = boundsOf(trips, referenceMs, drift);
  return { referenceMs, offsetMs: (there - back) / 2, drift, roundTripMs: there + back };
}

/** Whether no clock of any drift could have answered so. */
function isContradiction(trips: readonly RoundTrip[], { receivedMs }: RoundTrip): boolean {
  const { there, back } = boundsOf(trips, receivedMs, bestDrift(trips, receivedMs, 0));
  return there + back < -ROUNDING_MS;
}

/**
 * Adds a round trip and drops those that have become too old. When the answers contradict each other, as after sleep or
 * when somebody has set a clock, only the new one counts.
 */
export function withTrip(trips: readonly RoundTrip[], trip: RoundTrip): readonly RoundTrip[] {
  const isPossible = Number.isFinite(trip.remoteMs) && trip.receivedMs >= trip.sentMs;
  if (!isPossible) return trips;
  const recent = trips.filter(({ sentMs }) => sentMs > trip.sentMs - TRIP_WINDOW_MS);
  const next = [...recent.slice(1 - MAX_TRIPS), trip];
  return isContradiction(next, trip) ? [trip] : next;
}

/** What the other clock shows when the own one shows `localMs`. */
export function remoteTime({ referenceMs, offsetMs, drift }: ClockFit, localMs: number): number {
  return localMs + offsetMs + drift * (localMs - referenceMs);
}

/** What the own clock shows when the other one shows `remoteMs`. */
export function localTime({ referenceMs, offsetMs, drift }: ClockFit, remoteMs: number): number {
  return referenceMs + (remoteMs - offsetMs - referenceMs) / (1 + drift);
}
