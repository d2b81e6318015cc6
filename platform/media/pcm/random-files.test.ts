// Random healthy files are read as their headers say, whatever they hold.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { misreadFiles } from './testing/random-files';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'random-files-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('random healthy files', () => {
  it('of 10 ms to 0.3 s keep the declared format', async () => {
    const files = { file: path.join(dir, 'file'), seed: 70_000, count: 102, longest: 13_230 };
    expect(await misreadFiles(files)).toEqual([]);
  });
});
