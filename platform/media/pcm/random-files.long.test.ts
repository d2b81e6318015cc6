// Many random healthy files are read as their headers say: a healthy file that is misread is worse than any other fault.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { misreadFiles } from './testing/random-files';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'many-random-files-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('20,000 random healthy files', () => {
  it.each(Array.from({ length: 20 }, (_, i) => 2_000_000 + 1_000 * i))(
    'from seed %i on keep the declared format',
    async (seed) => {
      const files = { file: path.join(dir, 'file'), seed, count: 1_000, longest: 44_100 };
      expect(await misreadFiles(files)).toEqual([]);
    },
  );
});
