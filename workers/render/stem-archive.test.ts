// An archive that is given up leaves no file and no open stream behind, however early that happens.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { StemArchive } from './stem-archive';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'archive-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('leaves no file when it is discarded before the file is open', async () => {
  for (let round = 0; round < 20; round++) {
    await new StemArchive(path.join(folder, 'stems.zip')).discard();
    expect(await readdir(folder)).toEqual([]);
  }
});

it('ends a file that is being added when it is discarded', async () => {
  const stem = path.join(folder, 'stem.wav');
  await writeFile(stem, new Uint8Array(8_000_000));
  const archive = new StemArchive(path.join(folder, 'stems.zip'));
  const adding = expect(archive.add(stem, 'stem.wav')).rejects.toThrow();
  await new Promise((resolve) => setImmediate(resolve));
  await archive.discard();
  await adding;
  expect(await readdir(folder)).toEqual(['stem.wav']);
  await rm(stem);
});

it('reports a file that is not there, and can be discarded then', async () => {
  const archive = new StemArchive(path.join(folder, 'stems.zip'));
  await expect(archive.add(path.join(folder, 'none.wav'), 'none.wav')).rejects.toThrow('ENOENT');
  await archive.discard();
  expect(await readdir(folder)).toEqual([]);
});
