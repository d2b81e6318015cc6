// Takes on their way: deleted here only once they are saved there, tried again off line, offered after a crash.
import { expect, it, onTestFinished, vi } from 'vitest';
import { ApiError } from '../../api/problem';
import type { sendSource } from '../../api/upload';
import type { StoredTake, TakeNote } from '../../recorder/messages';
import { type StoredTakes, TakeUploads } from './take-uploads';

const take = (id: string, length: number | null): StoredTake => ({
  note: {
    id,
    projectId: 'p',
    userId: 'ana',
    trackId: 'voice',
    name: 'Voice, take',
    startedAt: 0,
    rate: 44_100,
    channels: 1,
    start: 1_000,
    sourceStart: 100,
    length,
  },
  frames: 44_100,
});

/** Uploads over a store that has these takes, and all that becomes of them. */
async function open(takes: readonly StoredTake[], answers: readonly (number | boolean)[] = []) {
  const calls: string[] = [];
  const left = [...answers];
  const store: StoredTakes = {
    isSupported: true,
    list: async () => takes,
    note: async ({ id, length }) => void calls.push(`note ${id} ${length}`),
    remove: async (id) => void calls.push(`remove ${id}`),
    file: async ({ name }) => new File(['sound'], `${name}.wav`),
  };
  const send = (async (_project, _upload, as) => {
    const answer = left.shift();
    calls.push(`send as ${as}`);
    if (typeof answer === 'number') throw new ApiError(answer, 'No room.');
    return { stem: 'file-1' };
  }) as typeof sendSource;
  const target = async ({ id }: TakeNote, stem: string) => {
    calls.push(`place ${id} ${stem}`);
    if (left[0] !== false) return true;
    left.shift();
    return false;
  };
  const uploads = new TakeUploads({ projectId: 'p', userId: 'ana' }, store, target, send);
  onTestFinished(() => uploads.destroy());
  await uploads.load();
  const states = () => uploads.pending.get().map(({ note, state }) => `${note.id} ${state}`);
  return { uploads, calls, states };
}

it('sends what has ended, places its clip, and removes it here last', async () => {
  const { calls, states } = await open([take('a', 500)]);
  await vi.waitFor(() => expect(states()).toEqual([]));
  expect(calls).toEqual(['send as clip', 'place a file-1', 'remove a']);
});

it('waits for a person with what a crash broke off, and restores it up to its end', async () => {
  const { uploads, calls, states } = await open([take('a', null), take('b', null)]);
  expect(states()).toEqual(['a unfinished', 'b unfinished']);
  await uploads.send('a');
  await vi.waitFor(() => expect(states()).toEqual(['b unfinished']));
  expect(calls).toEqual(['note a 44000', 'send as clip', 'place a file-1', 'remove a']);
  await uploads.discard('b');
  expect(calls.at(-1)).toBe('remove b');
  expect(states()).toEqual([]);
});

it('keeps what cannot be sent off line, and what is not saved yet, and tries it again', async () => {
  const { calls, states } = await open([take('a', 500)], [0]);
  await vi.waitFor(() => expect(states()).toEqual(['a waiting']));
  expect(calls).toEqual(['send as clip']);
  window.dispatchEvent(new Event('online'));
  await vi.waitFor(() => expect(states()).toEqual([]));
  const unsaved = await open([take('b', 500)], [true, false]);
  await vi.waitFor(() => expect(unsaved.calls).toContain('place b file-1'));
  await vi.waitFor(() => expect(unsaved.states()).toEqual(['b waiting']));
  expect(unsaved.calls).not.toContain('remove b');
});

it('shows why a take is refused, keeps it, and goes on with the next', async () => {
  const { uploads, calls, states } = await open([take('a', 500), take('b', 500)], [402]);
  await vi.waitFor(() => expect(states()).toEqual(['a failed']));
  expect(uploads.pending.get()[0]?.problem).toBe('No room.');
  expect(calls).not.toContain('remove a');
  await uploads.send('a');
  await vi.waitFor(() => expect(states()).toEqual([]));
});

it('says that what an earlier page left cannot be read, and reads it when asked again', async () => {
  let isBroken = true;
  const store: StoredTakes = {
    isSupported: true,
    list: async () => {
      if (isBroken) throw new Error('The browser does not let the studio keep recordings here.');
      return [take('a', null)];
    },
    note: async () => undefined,
    remove: async () => undefined,
    file: async () => new File([], 'a.wav'),
  };
  const uploads = new TakeUploads({ projectId: 'p', userId: 'ana' }, store, async () => true);
  onTestFinished(() => uploads.destroy());
  await uploads.load();
  expect(uploads.problem.get()).toContain('cannot be read. The browser does not let');
  isBroken = false;
  await uploads.load();
  expect(uploads.problem.get()).toBeNull();
  expect(uploads.pending.get()).toHaveLength(1);
});
