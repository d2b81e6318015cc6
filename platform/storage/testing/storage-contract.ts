// What every storage must do, as tests that each implementation runs against itself.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import {
  type ListedPage,
  type MaintainedStorage,
  ObjectNotFoundError,
  RangeNotSatisfiableError,
  type ReadRequest,
  StorageFullError,
} from '../storage';

const errorWithCode = (code: string): Error => Object.assign(new Error(code), { code });

/** A body that breaks after `bytes` bytes, as an upload whose sender goes away does. */
function breakingBody(bytes: number, error: Error): Readable {
  return Readable.from(
    (async function* () {
      yield Buffer.alloc(bytes);
      throw error;
    })(),
  );
}

async function browsed(
  storage: MaintainedStorage,
  folder: string,
  deep: boolean,
): Promise<{ pages: ListedPage[]; keys: string[]; folders: string[] }> {
  const pages: ListedPage[] = [];
  for await (const page of storage.browse(folder, { deep })) pages.push(page);
  const keys = pages.flatMap(({ objects }) => objects.map(({ key }) => key));
  return { pages, keys: keys.sort(), folders: pages.flatMap(({ folders }) => folders).sort() };
}

/** The size of a page that the storages under test are opened with. */
export const TEST_PAGE = 20;

export function describeStorage(name: string, open: () => MaintainedStorage): void {
  describe(`storage on ${name}`, () => {
    it('gives back what was put, whole and in ranges', async () => {
      const storage = open();
      await expect(storage.put('whole/a.txt', Buffer.from('0123456789'))).resolves.toEqual({ bytes: 10 });
      expect(await text(await storage.get('whole/a.txt'))).toBe('0123456789');
      expect(await text(await storage.get('whole/a.txt', { start: 2, end: 4 }))).toBe('234');
      expect(await text(await storage.get('whole/a.txt', { start: 8, end: 99 }))).toBe('89');
      await expect(storage.get('whole/a.txt', { start: 10, end: 12 })).rejects.toThrow(RangeError);
      await expect(storage.get('whole/a.txt', { start: 3, end: 2 })).rejects.toThrow(RangeError);
    });

    it('reads as HTTP asks: conditions, open ends, ranges past the end', async () => {
      const storage = open();
      await storage.put('http/a', Buffer.from('0123456789'));
      const read = async (request: ReadRequest) => {
        const { body, ...found } = await storage.open('http/a', request);
        return { ...found, content: body && (await text(body)) };
      };
      const info = await storage.inspect('http/a');
      const etag = info?.etag ?? '';
      expect(etag).toMatch(/^"[^"]+"$/);
      const whole = { bytes: 10, etag, range: null, content: '0123456789' };
      expect(await read({})).toEqual(whole);
      const tail = { bytes: 10, etag, range: { start: 7, end: 9 }, content: '789' };
      expect(await read({ range: { start: 7 } })).toEqual(tail);
      expect(await read({ range: { start: 7, end: 99 }, rangeOf: etag })).toEqual(tail);
      expect(await read({ range: { start: 7 }, rangeOf: '"another"' })).toEqual(whole);
      expect(await read({ unless: etag })).toEqual({ etag, content: null });
      expect(await read({ unless: '"another"' })).toEqual(whole);
      const past = storage.open('http/a', { range: { start: 10 } });
      await expect(past).rejects.toMatchObject({ bytes: 10 });
      await expect(past).rejects.toThrow(RangeNotSatisfiableError);
      await expect(storage.open('http/none')).rejects.toThrow(ObjectNotFoundError);
      await storage.put('http/a', Buffer.from('9876543210'));
      expect((await storage.inspect('http/a'))?.etag).not.toBe(etag);
    });

    it('carries a stream of many parts unchanged', async () => {
      const storage = open();
      const chunk = Buffer.alloc(1_000_003, 7);
      const body = Readable.from(Array.from({ length: 20 }, (_, index) => Buffer.from(chunk.fill(index))));
      await expect(storage.put('big/b.bin', body)).resolves.toEqual({ bytes: 20 * chunk.length });
      const stored = await buffer(await storage.get('big/b.bin'));
      expect(stored.length).toBe(20 * chunk.length);
      expect([stored[0], stored[5 * chunk.length], stored.at(-1)]).toEqual([0, 5, 19]);
    });

    it('keeps an empty object and replaces an older one', async () => {
      const storage = open();
      await storage.put('empty/e', Readable.from([]));
      expect(await storage.stat('empty/e')).toEqual({ bytes: 0 });
      await storage.put('empty/e', Buffer.from('new'));
      expect(await text(await storage.get('empty/e'))).toBe('new');
    });

    it('names what is missing', async () => {
      const storage = open();
      expect(await storage.stat('none/at-all')).toBeNull();
      await expect(storage.get('none/at-all')).rejects.toThrow(ObjectNotFoundError);
      await expect(storage.withLocalFile('none/at-all', async () => 1)).rejects.toThrow(ObjectNotFoundError);
      await storage.delete('none/at-all');
      await storage.deletePrefix('none');
      expect(await storage.list('none')).toEqual([]);
    });

    it('treats a prefix as a folder, never as the beginning of a name', async () => {
      const storage = open();
      const keys = ['sep/x-model/vocals/0.flac', 'sep/x-model/vocals/1.flac', 'sep/x-model_ft/vocals/0.flac'];
      for (const key of keys) await storage.put(key, Buffer.from(key));
      expect(await storage.list('sep')).toEqual(keys);
      expect(await storage.list('sep/x-model')).toEqual(keys.slice(0, 2));
      await storage.deletePrefix('sep/x-model');
      expect(await storage.list('sep')).toEqual(keys.slice(2));
      await storage.delete(keys[2] as string);
      expect(await storage.list('sep')).toEqual([]);
    });

    it('leaves nothing behind when the body breaks', async () => {
      const storage = open();
      await storage.put('broken/kept', Buffer.from('before'));
      const cut = breakingBody(9_000_000, new Error('the sender went away'));
      await expect(storage.put('broken/kept', cut)).rejects.toThrow('the sender went away');
      expect(await text(await storage.get('broken/kept'))).toBe('before');
      for (const code of ['ENOSPC', 'EDQUOT']) {
        const full = storage.put('broken/new', breakingBody(10, errorWithCode(code)));
        await expect(full).rejects.toThrow(StorageFullError);
      }
      expect(await storage.list('broken')).toEqual(['broken/kept']);
    });

    it('takes a local file in and lends one out', async () => {
      const storage = open();
      const folder = await mkdtemp(path.join(os.tmpdir(), 'isomix-storage-'));
      const file = path.join(folder, 'song');
      await writeFile(file, 'a song');
      await expect(storage.putFile('taken/song', file)).resolves.toEqual({ bytes: 6 });
      await expect(readFile(file)).rejects.toThrow('ENOENT');
      const lent = await storage.withLocalFile('taken/song', (local) => readFile(local, 'utf8'));
      expect(lent).toBe('a song');
      await rm(folder, { recursive: true });
    });

    it('is looked through page by page, as a folder or as everything below it', async () => {
      const storage = open();
      const keys = Array.from({ length: TEST_PAGE * 2 + 5 }, (_, i) => `pages/many/${i}`);
      for (const key of keys) await storage.put(key, Buffer.from('12345'));
      await storage.put('pages/single', Buffer.from('1'));
      await storage.put('pages-not/x', Buffer.from('1'));
      const flat = await browsed(storage, 'pages', false);
      expect([flat.keys, flat.folders]).toEqual([['pages/single'], ['pages/many']]);
      const deep = await browsed(storage, 'pages', true);
      expect(deep.keys).toEqual([...keys, 'pages/single'].sort());
      expect(deep.pages.map(({ objects }) => objects.length)).toEqual([TEST_PAGE, TEST_PAGE, 6]);
      expect(deep.folders).toEqual([]);
      const root = await browsed(storage, '', false);
      expect(root.folders).toEqual(expect.arrayContaining(['pages', 'pages-not']));
      const [{ bytes, modifiedAt } = { bytes: 0, modifiedAt: new Date(0) }] = deep.pages[0]?.objects ?? [];
      expect(bytes).toBe(5);
      expect(Math.abs(modifiedAt.getTime() - Date.now())).toBeLessThan(600_000);
      expect((await browsed(storage, 'pages/none', true)).pages).toEqual([]);
      await storage.deletePrefix('pages');
      expect((await browsed(storage, 'pages', true)).keys).toEqual([]);
      expect((await browsed(storage, 'pages-not', true)).keys).toEqual(['pages-not/x']);
    });

    it('moves objects and folders, which are new where they come', async () => {
      const storage = open();
      await storage.put('moved/song', Buffer.from('a song'));
      await storage.moveObject('moved/song', 'bin/day/moved/song');
      expect(await storage.stat('moved/song')).toBeNull();
      expect(await text(await storage.get('bin/day/moved/song'))).toBe('a song');
      const age = Date.now() - ((await storage.modifiedAt('bin/day/moved/song'))?.getTime() ?? 0);
      expect(Math.abs(age)).toBeLessThan(600_000);
      await expect(storage.moveObject('moved/none', 'bin/none')).rejects.toThrow(ObjectNotFoundError);
      expect(await storage.modifiedAt('moved/none')).toBeNull();
      for (const name of ['a/0', 'a/1', 'b/0']) await storage.put(`moved/x/${name}`, Buffer.from(name));
      await storage.put('moved/xy/0', Buffer.from('other'));
      await storage.moveFolder('moved/x', 'bin/x');
      expect((await browsed(storage, 'moved', true)).keys).toEqual(['moved/xy/0']);
      expect((await browsed(storage, 'bin/x', true)).keys).toEqual(['bin/x/a/0', 'bin/x/a/1', 'bin/x/b/0']);
      expect(await text(await storage.get('bin/x/b/0'))).toBe('b/0');
      await expect(storage.moveFolder('../../x', 'bin/y')).rejects.toThrow(RangeError);
      await expect(storage.moveObject('moved/xy/0', '../../out')).rejects.toThrow(RangeError);
    });

    it('removes what was never finished, and no object with it', async () => {
      const storage = open();
      await storage.put('uploads/finished', Buffer.from('whole'));
      expect(await storage.removeUnfinished(new Date(0))).toBe(0);
      await storage.removeUnfinished(new Date(Date.now() + 60_000));
      expect(await text(await storage.get('uploads/finished'))).toBe('whole');
    });

    it('refuses every key that is not a plain relative path', async () => {
      const storage = open();
      const bad = [
        '',
        '/etc/passwd',
        '../../x',
        'a/../../x',
        'a//b',
        '../a',
        'a/.',
        'a b',
        'a\\b',
        'ä',
        'a/\0',
        'a~b',
      ];
      for (const key of bad) {
        await expect(storage.put(key, Buffer.from('x')), key).rejects.toThrow(RangeError);
        await expect(storage.get(key), key).rejects.toThrow(RangeError);
        await expect(storage.deletePrefix(key), key).rejects.toThrow(RangeError);
      }
    });
  });
}
