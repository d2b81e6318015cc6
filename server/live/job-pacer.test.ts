// The rate of job events.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { JobPacer } from './job-pacer';

let told: string[];
let pacer: JobPacer;
beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  pacer = new JobPacer(async (jobId) => void told.push(jobId));
});
afterEach(() => {
  pacer.stop();
  vi.useRealTimers();
});

it('emits progress twice a second for each job, including the last state', () => {
  for (let i = 0; i < 100; i++) {
    pacer.changed('a', false);
    if (i === 50) pacer.changed('b', false);
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1_000);
  expect(told.filter((jobId) => jobId === 'a').length).toBeLessThanOrEqual(3);
  expect(told.filter((jobId) => jobId === 'b')).toHaveLength(1);
});

it('emits a change of state at once and cancels the pending progress', async () => {
  pacer.changed('a', false);
  pacer.changed('a', false);
  pacer.changed('a', true);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual(['a', 'a']);
});
