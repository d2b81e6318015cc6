// The estimate of another clock, over lines that delay, jitter and stall, and clocks that drift.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitClock, localTime, MIN_TRIPS, type RoundTrip, remoteTime, withTrip } from './clock-estimate';

interface Line {
  readonly offsetMs: number;
  readonly drift: number;
  /** One way without jitter */
  readonly delayMs: number;
}

const line = fc.record({
  offsetMs: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  drift: fc.double({ min: -1e-4, max: 1e-4, noNaN: true }),
  delayMs: fc.double({ min: 0.05, max: 300, noNaN: true }),
});
const jitter = (max: number) => fc.double({ min: 0, max, noNaN: true });

const shown = ({ offsetMs, drift }: Line, localMs: number) => localMs + offsetMs + drift * localMs;

function trip(on: Line, sentMs: number, there: number, back: number): RoundTrip {
  const at = sentMs + on.delayMs + there;
  return { sentMs, remoteMs: shown(on, at), receivedMs: at + on.delayMs + back };
}

/** Trips every `everyMs` with these jitters. */
const tripsOf = (on: Line, everyMs: number, jitters: readonly (readonly [number, number])[]): RoundTrip[] =>
  jitters.map(([there, back], i) => trip(on, i * everyMs, there, back));

const gathered = (trips: readonly RoundTrip[]) =>
  trips.reduce<readonly RoundTrip[]>((known, each) => withTrip(known, each), []);

const errorOf = (on: Line, trips: readonly RoundTrip[]): number => {
  const known = gathered(trips);
  const fit = fitClock(known);
  const now = (trips.at(-1)?.receivedMs ?? 0) + 1_000;
  return fit ? Math.abs(remoteTime(fit, now) - shown(on, now)) : Number.NaN;
};

describe('fitClock', () => {
  it('knows nothing before the first few answers', () => {
    const on = { offsetMs: 5, drift: 0, delayMs: 10 };
    const trips = Array.from({ length: MIN_TRIPS - 1 }, (_, i) => trip(on, i, 0, 0));
    expect(fitClock(trips)).toBeNull();
  });

  it('is off by half of the quickest ways at most, whatever the jitter of either direction', () => {
    const pairs = fc.array(fc.tuple(jitter(200), jitter(200)), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(line, pairs, (given, jitters) => {
        const on = { ...given, drift: 0 };
        const quickest = Math.max(
          Math.min(...jitters.map(([there]) => there)),
          Math.min(...jitters.map(([, back]) => back)),
        );
        expect(errorOf(on, tripsOf(on, 60, jitters))).toBeLessThanOrEqual(quickest / 2 + 1);
      }),
    );
  });

  it('follows a drift of up to 100 ppm to a tenth of a millisecond on a quiet line', () => {
    fc.assert(
      fc.property(line, (on) => {
        const jitters = Array.from({ length: 120 }, () => [0, 0] as const);
        expect(errorOf(on, tripsOf(on, 1_000, jitters))).toBeLessThan(0.1);
      }),
    );
  });

  it('follows a drift of up to 100 ppm to 3 ms through 30 ms of jitter in each direction', () => {
    const pairs = fc.array(fc.tuple(jitter(30), jitter(30)), { minLength: 240, maxLength: 240 });
    fc.assert(
      fc.property(line, pairs, fc.nat({ max: 9 }), (on, jitters, place) => {
        // Arrays of generated numbers may all be large: one quick way in ten is what a jittering line has.
        const lively = jitters.map(([there, back], i): readonly [number, number] => [
          i % 10 === place ? there / 30 : there,
          i % 10 === (place + 5) % 10 ? back / 30 : back,
        ]);
        expect(errorOf(on, tripsOf(on, 500, lively))).toBeLessThan(3);
      }),
      { numRuns: 50 },
    );
  });

  it('is not moved by answers that were stuck for seconds', () => {
    const stuck = fc.array(fc.tuple(fc.nat({ max: 29 }), jitter(9_000), jitter(9_000)), { maxLength: 15 });
    fc.assert(
      fc.property(line, stuck, (given, stalls) => {
        const on = { ...given, drift: 0 };
        const jitters = Array.from({ length: 30 }, (): [number, number] => [0, 0]);
        for (const [place, there, back] of stalls) if (place > 0) jitters[place] = [there, back];
        expect(errorOf(on, tripsOf(on, 500, jitters))).toBeLessThan(1);
      }),
    );
  });
});

describe('withTrip', () => {
  it('begins anew when somebody sets a clock or the computer has slept', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: -1e7, max: 1e7 }), (given, step) => {
        // What is smaller could be a drift, for a while.
        fc.pre(Math.abs(step) > 2 * given.delayMs + 60);
        const before = { ...given, drift: 0 };
        const after = { ...before, offsetMs: before.offsetMs + step };
        const quiet = Array.from({ length: 10 }, () => [0, 0] as const);
        const later = tripsOf(after, 500, quiet).map(({ sentMs, remoteMs, receivedMs }) => ({
          sentMs: sentMs + 60_000,
          remoteMs: remoteMs + 60_000,
          receivedMs: receivedMs + 60_000,
        }));
        const trips = tripsOf(before, 500, quiet);
        expect(errorOf(after, [...trips, ...later])).toBeLessThan(0.1);
      }),
    );
  });

  it('takes no answer that came before its question, and no nonsense', () => {
    const nonsense = { sentMs: 10, remoteMs: 5, receivedMs: 9 };
    expect(withTrip([], nonsense)).toEqual([]);
    expect(withTrip([], { sentMs: 1, remoteMs: Number.NaN, receivedMs: 2 })).toEqual([]);
  });
});

it('localTime is the way back of remoteTime', () => {
  fc.assert(
    fc.property(line, fc.integer({ min: 0, max: 1e7 }), (on, localMs) => {
      const fit = { referenceMs: 1_000, offsetMs: on.offsetMs, drift: on.drift, roundTripMs: 1 };
      expect(localTime(fit, remoteTime(fit, localMs))).toBeCloseTo(localMs, 3);
    }),
  );
});
