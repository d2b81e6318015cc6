// Readings that are shared: how often they run, how fresh they are, and what happens when one fails.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { PacedReading } from './paced-reading';

function counted(costMs = 0) {
  let readings = 0;
  const reading = new PacedReading(async () => {
    readings += 1;
    const mine = readings;
    if (costMs > 0) await pause(costMs);
    return mine;
  });
  return { reading, readings: () => readings };
}

it('serves everybody who asks at once from one reading', async () => {
  const { reading, readings } = counted(20);
  const values = await Promise.all(Array.from({ length: 100 }, () => reading.get()));
  expect(new Set(values)).toEqual(new Set([1]));
  expect(readings()).toBe(1);
});

it('reads anew for who needs a later state, once for all of them', async () => {
  const { reading, readings } = counted(5);
  await reading.get();
  const values = await Promise.all(Array.from({ length: 100 }, () => reading.get(performance.now())));
  expect(new Set(values)).toEqual(new Set([2]));
  expect(readings()).toBe(2);
});

it('never runs two readings beside each other', async () => {
  let running = 0;
  let most = 0;
  const reading = new PacedReading(async () => {
    running += 1;
    most = Math.max(most, running);
    await pause(3);
    running -= 1;
  });
  for (let round = 0; round < 20; round++) {
    void reading.get(performance.now());
    await pause(1);
  }
  await reading.get(performance.now());
  expect(most).toBe(1);
});

it('reports a failure to the waiting callers, and reads again for the next one', async () => {
  let fails = true;
  const reading = new PacedReading(async () => {
    if (fails) throw new Error('away');
    return 'back';
  });
  const both = await Promise.allSettled([reading.get(), reading.get()]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await reading.get()).toBe('back');
});
