// A storage that goes silent during file checks: all waiting uploads fail at once, not one after the other.
import { afterEach, expect, it, vi } from 'vitest';
import { DeadlineError } from '@/platform/deadline';
import { UnavailableError } from '@/platform/unavailable';
import { whileStorageAnswers } from './storage-watch';

const stat = vi.hoisted(() => vi.fn());
vi.mock('@/platform/storage', () => ({ getStorage: () => ({ stat }) }));
afterEach(() => {
  stat.mockReset();
});

const never = new AbortController().signal;
const silence = () =>
  new UnavailableError('storage', { cause: new DeadlineError('The bucket', 10_000, 'storage') });

/** Work that lasts until its signal ends it. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

it('begins no check while the storage is silent', async () => {
  stat.mockRejectedValue(silence());
  const work = vi.fn();
  await expect(whileStorageAnswers('a', never, work)).rejects.toBeInstanceOf(UnavailableError);
  expect(work).not.toHaveBeenCalled();
});

it('ends all checks under way once one upload finds it silent, and none that come later', async () => {
  const checks = ['a', 'b', 'c'].map((key) => whileStorageAnswers(key, never, untilAborted));
  const storing = whileStorageAnswers('d', never, () => Promise.reject(silence()));
  const outcomes = await Promise.allSettled([...checks, storing]);
  expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
  for (const outcome of outcomes) {
    expect('reason' in outcome && outcome.reason).toBeInstanceOf(UnavailableError);
  }
  await expect(whileStorageAnswers('e', never, async () => 'stored')).resolves.toBe('stored');
});

it('leaves the others alone when one upload is refused, or meets a storage that is overloaded', async () => {
  let finish = (_value: string) => {};
  const other = whileStorageAnswers('a', never, (signal) =>
    Promise.race([untilAborted(signal), new Promise<string>((resolve) => (finish = resolve))]),
  );
  await expect(whileStorageAnswers('b', never, () => Promise.reject(new Error('no sound')))).rejects.toThrow(
    'no sound',
  );
  const overloaded = () => Promise.reject(new UnavailableError('storage', { cause: new Error('SlowDown') }));
  await expect(whileStorageAnswers('c', never, overloaded)).rejects.toBeInstanceOf(UnavailableError);
  finish('stored');
  await expect(other).resolves.toBe('stored');
});
