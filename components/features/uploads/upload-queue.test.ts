// The upload queue: order, refusals, and sending a failed file again.
import { expect, it, vi } from 'vitest';
import { ApiError } from '@/components/api/problem';
import { type Send, UploadQueue } from './upload-queue';

const file = (name: string): File => new File(['x'], name);
const states = (queue: UploadQueue<string>): string[] =>
  queue.uploads.get().map(({ fileName, state }) => `${fileName} ${state}`);

/** Fails with each failure once, then succeeds with the name of the file. */
function failing(...failures: readonly Error[]): Send<string> {
  const left = [...failures];
  return async ({ file: { name } }) => {
    const failure = left.shift();
    if (failure) throw failure;
    return name;
  };
}

it('sends a file that failed on the way again, with the file it already has', async () => {
  const queue = new UploadQueue<string>();
  queue.add('here', [file('a.wav')], failing(new ApiError(0, 'Nobody answered.')));
  await vi.waitFor(() => expect(states(queue)).toEqual(['a.wav refused']));
  expect(queue.uploads.get()).toMatchObject([{ refusal: 'Nobody answered.', mayRetry: true }]);
  queue.retry('elsewhere');
  expect(states(queue)).toEqual(['a.wav refused']);
  queue.retry('here');
  await vi.waitFor(() => expect(queue.collect('here')).toMatchObject([{ result: 'a.wav' }]));
  expect(queue.uploads.get()).toEqual([]);
});

it('offers no second try for a file that is itself refused', async () => {
  const queue = new UploadQueue<string>();
  queue.add('here', [file('a.txt'), file('b.wav')], failing(new ApiError(422, 'No audio.')));
  await vi.waitFor(() => expect(queue.collect('here')).toMatchObject([{ result: 'b.wav' }]));
  expect(queue.uploads.get()).toMatchObject([{ fileName: 'a.txt', refusal: 'No audio.', mayRetry: false }]);
  queue.retry('here');
  expect(states(queue)).toEqual(['a.txt refused']);
});

it('lets a dismissed failure go for good', async () => {
  const queue = new UploadQueue<string>();
  queue.add('here', [file('a.wav')], failing(new ApiError(503, 'Busy.')));
  await vi.waitFor(() => expect(states(queue)).toEqual(['a.wav refused']));
  queue.dismiss('here');
  queue.retry('here');
  expect(queue.uploads.get()).toEqual([]);
});
