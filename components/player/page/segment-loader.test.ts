// Loading: urgent first, few at a time, abandoned when no longer wanted, tried again when it fails.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PARALLEL_LOADS, RETRY_DELAYS_MS, SegmentLoader } from './segment-loader';

const stem = { id: 'a', lengthSamples: 100_000, segmentSamples: 1000, headroomBits: 0 };
const stems = new Map([[stem.id, stem]]);
const wanted = (...indexes: number[]) =>
  indexes.map((index) => ({ stemId: 'a', index, due: 100_000 + index, from: 0 }));
const nothing = { left: new Float32Array(), right: new Float32Array() };

/** A loader whose loads the test settles by hand. */
function bench() {
  const running = new Map<number, { finish(): void; fail(): void; signal: AbortSignal }>();
  const started: number[] = [];
  const done: number[] = [];
  const givenUp: number[] = [];
  const loader = new SegmentLoader({
    load: (_, { index }, signal) =>
      new Promise((resolve, reject) => {
        started.push(index);
        const fail = () => reject(new Error('late'));
        running.set(index, { finish: () => resolve(nothing), fail, signal });
        signal.addEventListener('abort', fail);
      }),
    onSegment: (_, index) => done.push(index),
    onUnwanted: () => undefined,
    onGiveUp: (_, index) => givenUp.push(index),
  });
  return { loader, running, started, done, givenUp };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('SegmentLoader', () => {
  it('starts everything at once that sounds at once', () => {
    const { loader, started } = bench();
    const urgent = wanted(0, 1, 2, 3, 4, 5, 6, 7).map((segment) => ({ ...segment, due: 0 }));
    loader.request([...urgent, ...wanted(8, 9)], stems);
    expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('starts the most urgent first and the next when one is done', async () => {
    const { loader, running, started, done } = bench();
    loader.request(wanted(9, 3, 4, 5, 6, 7), stems);
    expect(started).toEqual([9, 3, 4, 5]);
    expect(started).toHaveLength(PARALLEL_LOADS);
    running.get(3)?.finish();
    await settle();
    expect(done).toEqual([3]);
    expect(started).toEqual([9, 3, 4, 5, 6]);
  });

  it('abandons what a seek made useless and turns to its target', async () => {
    const { loader, running, started, done } = bench();
    loader.request(wanted(0, 1, 2, 3), stems);
    loader.request(wanted(50, 51), stems);
    await settle();
    expect(running.get(0)?.signal.aborted).toBe(true);
    expect(started.slice(4)).toEqual([50, 51]);
    running.get(50)?.finish();
    await settle();
    expect(done).toEqual([50]);
  });

  it('does not start again what is under way', () => {
    const { loader, started } = bench();
    loader.request(wanted(0, 1), stems);
    loader.request(wanted(0, 1), stems);
    expect(started).toEqual([0, 1]);
  });

  it('waits longer after each failure, gives up at last, and starts anew when forgiven', async () => {
    const { loader, running, started, givenUp } = bench();
    loader.request(wanted(7), stems);
    for (const delay of RETRY_DELAYS_MS) {
      const tries = started.length;
      running.get(7)?.fail();
      await vi.advanceTimersByTimeAsync(delay - 1);
      expect(started).toHaveLength(tries);
      await vi.advanceTimersByTimeAsync(1);
      expect(started).toHaveLength(tries + 1);
    }
    running.get(7)?.fail();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(givenUp).toEqual([7]);
    expect(started).toHaveLength(RETRY_DELAYS_MS.length + 1);
    loader.resetBackoff();
    expect(started).toHaveLength(RETRY_DELAYS_MS.length + 2);
  });

  it('goes on with other segments while one waits', async () => {
    const { loader, running, started, done } = bench();
    loader.request(wanted(0, 1, 2, 3, 4), stems);
    running.get(0)?.fail();
    await settle();
    expect(started).toEqual([0, 1, 2, 3, 4]);
    running.get(4)?.finish();
    await settle();
    expect(done).toEqual([4]);
  });
});
