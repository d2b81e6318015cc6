// Storing a content while others store or remove the same one: no row is ever left without its file.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { refuseWhileRemoved, removeContent, withContentReserved } from '@/platform/content-leases';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { getStorage } from '@/platform/storage';
import { uploadKey } from '@/platform/storage/keys';
import { ensureStorageTie } from '@/platform/storage-tie/ensure';
import { UnavailableError } from '@/platform/unavailable';
import { storeContent } from './store-content';

let database: TestDatabase;
let folder: string;
let contents = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'isomix-contents-'));
  vi.stubEnv('DATA_DIR', folder);
  database = await openTestDatabase();
  await ensureStorageTie();
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});

type Transaction = Prisma.TransactionClient;

interface Content {
  readonly sha256: string;
  readonly key: string;
  readonly isUnused: (tx: Transaction) => Promise<boolean>;
  /** A local file with it, each time another one. */
  readonly file: () => Promise<string>;
  readonly addRow: (tx: Transaction) => Promise<unknown>;
}

function newContent(): Content {
  contents += 1;
  const sha256 = contents.toString(16).padStart(64, '0');
  const probe = { container: 'wav', codec: 'pcm', sampleRate: 44_100, channels: 2, durationS: 1, bytes: 4 };
  return {
    sha256,
    key: uploadKey(sha256),
    isUnused: async (tx) => (await tx.asset.count({ where: { sha256 } })) === 0,
    async file() {
      const file = path.join(folder, `${sha256}-${Math.random()}`);
      await writeFile(file, 'song');
      return file;
    },
    addRow: (tx) =>
      tx.asset.upsert({ where: { sha256 }, create: { sha256, ...probe }, update: { createdAt: new Date() } }),
  };
}

const store = async (content: Content, write: (tx: Transaction) => Promise<unknown> = content.addRow) =>
  storeContent({ ...content, path: await content.file() }, write);

/** What there is of a content. */
async function left({ sha256, key }: Content): Promise<{ row: boolean; file: boolean }> {
  const row = (await getPrisma().asset.count({ where: { sha256 } })) > 0;
  return { row, file: (await getStorage().stat(key)) !== null };
}

/** A gate that work waits at until it is opened, and that says when somebody has come. */
function gate() {
  let [sayCome, open] = [() => {}, () => {}];
  const come = new Promise<void>((resolve) => {
    sayCome = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const pass = async () => {
    sayCome();
    await opened;
  };
  return { come, open, pass };
}

/** Removes a content as the sweeper does, its rows first; `slowly` is called before the file goes. */
async function sweep({ sha256, key, isUnused }: Content, slowly = async () => {}): Promise<true | null> {
  await getPrisma().asset.deleteMany({ where: { sha256 } });
  return removeContent(sha256, {
    isUnused,
    async remove() {
      await slowly();
      await getStorage().delete(key);
      return true as const;
    },
  });
}

it('stores a file and its row, and takes the file back when the row is refused', async () => {
  const content = newContent();
  await store(content);
  expect(await left(content)).toEqual({ row: true, file: true });
  const refused = newContent();
  const refuse = () => Promise.reject(new Error('refused'));
  await expect(store(refused, refuse)).rejects.toThrow('refused');
  expect(await left(refused)).toEqual({ row: false, file: false });
  await expect(store(content, refuse)).rejects.toThrow('refused');
  expect(await left(content)).toEqual({ row: true, file: true });
});

it('waits for a removal that is under way, and stores the file anew', async () => {
  const content = newContent();
  await store(content);
  const slow = gate();
  const removing = sweep(content, slow.pass);
  await slow.come;
  let isStored = false;
  const storing = store(content).then(() => {
    isStored = true;
  });
  await sleep(500);
  expect(isStored).toBe(false);
  slow.open();
  expect(await removing).toBe(true);
  await storing;
  expect(await left(content)).toEqual({ row: true, file: true });
});

it('keeps the file from a removal that begins while it is stored', async () => {
  const content = newContent();
  const slow = gate();
  const storing = store(content, async (tx) => {
    await slow.pass();
    return content.addRow(tx);
  });
  await slow.come;
  // The transaction has the lock, so the removal waits for it and then finds the row.
  const removing = removeContent(content.sha256, {
    isUnused: content.isUnused,
    remove: () => getStorage().delete(content.key),
  });
  slow.open();
  await storing;
  expect(await removing).toBeNull();
  expect(await left(content)).toEqual({ row: true, file: true });
});

it('keeps the file from a removal between storing it and writing its row', async () => {
  const content = newContent();
  const outcome = await withContentReserved(content.sha256, async (hold) => {
    await getStorage().putFile(content.key, await content.file());
    const removed = await sweep(content);
    await getPrisma().$transaction(async (tx) => {
      await hold.confirm(tx);
      await content.addRow(tx);
    });
    return removed;
  });
  expect(outcome).toBeNull();
  expect(await left(content)).toEqual({ row: true, file: true });
});

it('leaves a file that another upload of the same content relies on, and the last to fail takes it away', async () => {
  for (const second of ['succeeds', 'fails'] as const) {
    const content = newContent();
    const slow = gate();
    const other = store(content, async (tx) => {
      if (second === 'fails') throw new Error('refused too');
      return content.addRow(tx);
    });
    const first = withContentReserved(content.sha256, slow.pass);
    await slow.come;
    await other.catch(() => undefined);
    // Rejected while an upload reserves the content: the file stays for it.
    await expect(store(content, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect((await left(content)).file).toBe(true);
    slow.open();
    await first;
    await expect(store(content, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    const isThere = second === 'succeeds';
    expect(await left(content)).toEqual({ row: isThere, file: isThere });
  }
});

it('writes nothing with an expired reservation', async () => {
  const content = newContent();
  const storing = withContentReserved(content.sha256, async (hold) => {
    await getPrisma().lease.updateMany({
      where: { name: { startsWith: `content/${content.sha256}/` } },
      data: { expiresAt: new Date(0) },
    });
    await getPrisma().$transaction((tx) => hold.confirm(tx));
  });
  await expect(storing).rejects.toThrow(UnavailableError);
  expect(await getPrisma().lease.count({ where: { name: { startsWith: 'content/' } } })).toBe(0);
});

it('takes over from a removal that died', async () => {
  const content = newContent();
  const data = { name: `content/${content.sha256}/removed`, holder: 'dead', expiresAt: new Date(0) };
  await getPrisma().lease.create({ data });
  await store(content);
  expect(await left(content)).toEqual({ row: true, file: true });
});

it('refuses rows that need the files while they are removed', async () => {
  const content = newContent();
  const slow = gate();
  const removing = sweep(content, slow.pass);
  await slow.come;
  const writing = getPrisma().$transaction((tx) => refuseWhileRemoved(tx, content.sha256));
  await expect(writing).rejects.toThrow(UnavailableError);
  slow.open();
  await removing;
  await getPrisma().$transaction((tx) => refuseWhileRemoved(tx, content.sha256));
});

it('needs no database connection while the storage is slow', async () => {
  const many = Array.from({ length: 15 }, newContent);
  const slow = gate();
  const removals = many.map((content) => sweep(content, slow.pass));
  await slow.come;
  // More than the pool has connections: each of these answers while all removals wait for the storage.
  for (const { sha256 } of many) await getPrisma().asset.count({ where: { sha256 } });
  slow.open();
  expect(await Promise.all(removals)).toEqual(many.map(() => true));
});
