// Objects on their way to receivers that leave: at any moment, and nothing of the process ends with them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DiskStorage } from '@/platform/storage/disk';
import { sendStored } from './stored-object';

const KEY = 'songs/long';
let folder = '';
let storage: DiskStorage;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'isomix-stored-'));
  storage = new DiskStorage(folder);
  await storage.put(KEY, Buffer.alloc(1_000_000));
});
afterAll(() => rm(folder, { recursive: true }));

const leave = new Error('The receiver has left.');

/** Sends the object to a receiver who leaves before it is opened, before its first bytes, after them, or after all of them. */
async function sendTo(leavesAt: 'open' | 'start' | 'middle' | 'end', andCancels: boolean): Promise<void> {
  const left = new AbortController();
  const request = new Request('http://studio.test/song', { signal: left.signal });
  const sending = sendStored(storage, KEY, request, { 'content-type': 'audio/flac' }, { what: 'song' });
  if (leavesAt === 'open') left.abort(leave);
  const { body } = await sending;
  const reader = body?.getReader();
  if (leavesAt === 'middle') await reader?.read();
  // Everything has been sent, but the end of the body has not been signalled.
  if (leavesAt === 'end')
    for (let due = 1_000_000; due > 0; ) due -= (await reader?.read())?.value?.length ?? due;
  if (andCancels) void reader?.cancel(leave);
  left.abort(leave);
}

it('ends with a receiver who leaves, at whatever moment', async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown) => void uncaught.push(error);
  process.on('uncaughtException', note);
  for (const leavesAt of ['open', 'start', 'middle', 'end'] as const) {
    for (const andCancels of [false, true]) await sendTo(leavesAt, andCancels).catch(() => undefined);
  }
  await pause(100);
  process.off('uncaughtException', note);
  expect(uncaught).toEqual([]);
});
