// The start-up check: every job of a queue has exactly one processor, and its contract is checked on both sides.

import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { defineJob } from '@/platform/jobs/define-job';
import { log } from '@/platform/log';
import type { Storage } from '@/platform/storage/storage';
import type { JobContext } from './job-context';
import { makeRegistry, register } from './registry';

const double = defineJob({
  name: 'double',
  queue: 'cpu',
  input: z.object({ value: z.number() }),
  result: z.object({ twice: z.number() }),
  idOf: ({ value }: { readonly value: number }) => `double-${value}`,
  visibleTo: [],
  retention: { until: 'sound-unused' },
});
const elsewhere = defineJob({ ...double, name: 'elsewhere', queue: 'separation' });
const doubling = register(double, async ({ input }) => ({ twice: 2 * input.value }));

const contextOf = (input: unknown): JobContext<unknown> => ({
  jobId: 'job',
  input,
  signal: new AbortController().signal,
  storage: {} as Storage,
  workDir: '/nowhere',
  report: () => undefined,
});

it('binds every job of the queue, and no other', () => {
  expect([...makeRegistry('cpu', [doubling], [double, elsewhere]).keys()]).toEqual(['double']);
  expect(() => makeRegistry('cpu', [], [double])).toThrow('has no processor');
  expect(() => makeRegistry('cpu', [doubling, doubling], [double])).toThrow('two processors');
  expect(() => makeRegistry('separation', [doubling], [elsewhere])).toThrow('belongs to the queue cpu');
});

it('passes a validated input to the processor and validates its result', async () => {
  expect(await doubling.process(contextOf({ value: 4 }))).toEqual({ twice: 8 });
  const logged = vi.spyOn(log, 'error').mockImplementation(() => undefined);
  await expect(doubling.process(contextOf({ value: 'four' }))).rejects.toMatchObject({ retryable: false });
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
  const lying = register(double, async () => ({ twice: Number.NaN }));
  await expect(lying.process(contextOf({ value: 4 }))).rejects.toThrow();
});
