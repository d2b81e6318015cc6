// Predictions for waiting jobs: from what runs, what is ahead, and how fast such jobs were.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { predictQueue } from './queue-forecast';

const work = (id: string, audioS: number | null, etaS: number | null = null) => ({
  id,
  name: 'separation',
  audioS,
  etaS,
});
const pace = new Map([['separation', 0.5]]);

it('adds up what is ahead, shared by the slots, and the job itself', () => {
  const running = [work('a', 100, 20)];
  const waiting = [work('b', 60), work('c', 100)];
  expect([...predictQueue({ running, waiting, pace, slots: 1 })]).toEqual([
    ['b', { position: 1, etaS: 20 + 30 }],
    ['c', { position: 2, etaS: 20 + 30 + 50 }],
  ]);
  expect(predictQueue({ running, waiting, pace, slots: 2 }).get('c')?.etaS).toBe(25 + 50);
});

it('says nothing while it does not know, from there on to the end of the queue', () => {
  const waiting = [work('a', 10), work('b', null), work('c', 10)];
  const forecast = predictQueue({ running: [], waiting, pace, slots: 1 });
  expect([...forecast.values()].map((entry) => entry.etaS)).toEqual([5, null, null]);
  expect(predictQueue({ running: [], waiting, pace: new Map(), slots: 1 }).get('a')?.etaS).toBeNull();
});

it('never lets a later place be done before an equal one ahead of it', () => {
  const lengths = fc.array(fc.double({ min: 0, max: 10_000, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(
      lengths,
      fc.integer({ min: 1, max: 8 }),
      fc.double({ min: 0, max: 500, noNaN: true }),
      (all, slots, eta) => {
        const waiting = all.map((length, index) => work(`job-${index}`, length));
        const forecast = predictQueue({ running: [work('now', 1, eta)], waiting, pace, slots });
        const starts = waiting.map(
          (job) => (forecast.get(job.id)?.etaS ?? Number.NaN) - 0.5 * (job.audioS ?? 0),
        );
        for (let index = 1; index < starts.length; index++) {
          expect(starts[index]).toBeGreaterThanOrEqual((starts[index - 1] as number) - 1e-6);
        }
      },
    ),
  );
});
