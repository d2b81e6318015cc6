// Uploads that a reload broke off: what the browser tab remembers of them, and what is said.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readUnfinished, rememberUnfinished, unfinishedMessages } from './unfinished';
import type { Upload } from './upload-queue';

const stored = new Map<string, string>();

beforeEach(() => {
  stored.clear();
  const sessionStorage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  vi.stubGlobal('window', { sessionStorage });
});
afterEach(() => void vi.unstubAllGlobals());

const upload = (fileName: string, change: Partial<Upload> = {}): Upload => ({
  id: 1,
  scope: 'projects',
  fileName,
  state: 'sending',
  fraction: 0.5,
  refusal: null,
  mayRetry: false,
  ...change,
});

it('remembers what waits and runs, not what was refused', () => {
  rememberUnfinished([
    upload('a.wav'),
    upload('b.wav', { state: 'waiting', fraction: 0 }),
    upload('c.wav', { state: 'refused' }),
    upload('d.wav', { fraction: 1 }),
  ]);
  expect(readUnfinished()).toEqual([
    { fileName: 'a.wav', isSent: false },
    { fileName: 'b.wav', isSent: false },
    { fileName: 'd.wav', isSent: true },
  ]);
  rememberUnfinished([]);
  expect(readUnfinished()).toEqual([]);
});

it('reads nothing where the storage contains something else or is forbidden', () => {
  stored.set('isomix-uploads', '{"x":');
  expect(readUnfinished()).toEqual([]);
  stored.set('isomix-uploads', '[7]');
  expect(readUnfinished()).toEqual([]);
  vi.stubGlobal('window', {});
  expect(readUnfinished()).toEqual([]);
  expect(() => rememberUnfinished([upload('a.wav')])).not.toThrow();
});

it('names each file, and distinguishes those that may have arrived from those that did not', () => {
  expect(unfinishedMessages([])).toEqual([]);
  const [lost, unsure] = unfinishedMessages([
    { fileName: 'a.wav', isSent: false },
    { fileName: 'b.wav', isSent: false },
    { fileName: 'd.wav', isSent: true },
  ]);
  expect(lost).toMatch(/^The uploads of “a.wav” and “b.wav” did not finish.* Add these files again\.$/);
  expect(unsure).toMatch(/while the studio checked “d.wav”/);
});
