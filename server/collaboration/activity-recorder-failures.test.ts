// The activity recorder with a database that does not answer: edits continue, and recorded activity is
// written later.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RegisterChange } from '@/document/changes';
import { openDocument } from '@/document/open';
import { log } from '@/platform/log';
import { ActivityRecorder } from './activity-recorder';
import { type ActivityRow, writeActivityRows } from './activity-rows';
import type { Room, Staged } from './room';

vi.mock('./activity-rows', () => ({ writeActivityRows: vi.fn() }));

const write = vi.mocked(writeActivityRows);
const room = { projectId: 'p', live: openDocument() } as unknown as Room;
const edit = (before: unknown, after: unknown, userId = 'ada'): Staged[] => {
  const changes: RegisterChange[] = [{ map: 'mix', key: 'drums/gainDb', before, after }];
  return [{ connection: { identity: { userId } }, changes } as unknown as Staged];
};
const written = (): (ActivityRow['what'] | undefined)[] =>
  write.mock.calls.at(-1)?.[0].map(({ what }) => what) ?? [];
const move = (before: number | null, after: number) => ({
  kind: 'mix',
  register: 'drums/gainDb',
  before,
  after,
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  write.mockReset();
});

it('tries again later, with what came meanwhile in the same row', async () => {
  const notebook = new ActivityRecorder();
  write.mockRejectedValueOnce(new Error('The database does not answer.'));
  notebook.record(room, edit(undefined, -3));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(written()).toEqual([move(null, -3)]);
  notebook.record(room, edit(-3, -6));
  await vi.advanceTimersByTimeAsync(4_000);
  expect(write).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(written()).toEqual([move(null, -6)]);
  await notebook.stop();
});

it('begins a new row after a minute, and for somebody else', async () => {
  const notebook = new ActivityRecorder();
  notebook.record(room, edit(0, -1));
  await vi.advanceTimersByTimeAsync(1_000);
  notebook.record(room, edit(-1, -2, 'ben'));
  await vi.advanceTimersByTimeAsync(61_000);
  notebook.record(room, edit(-2, -4));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(written()).toEqual([move(-2, -4)]);
  const ids = write.mock.calls.flatMap(([notes]) => notes.map(({ id }) => id));
  expect(new Set(ids).size).toBe(3);
  await notebook.stop();
});

it('takes a row back whose register came to stand where it was, and writes the rest when it stops', async () => {
  const notebook = new ActivityRecorder();
  notebook.record(room, edit(0, -1));
  await vi.advanceTimersByTimeAsync(1_000);
  notebook.record(room, edit(-1, 0));
  await notebook.stop();
  expect(written()).toEqual([null]);
});
