// The grain library job on real sound: what it stores, what it reports, and what it rejects with a message.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeGrainLibrary } from '@/audio/style/library-format';
import { STARTER_RECIPES } from '@/audio/style/starter/starter-sounds';
import { grainMapSchema } from '@/platform/grain-map';
import type { GrainLibraryInput } from '@/platform/jobs/grain-library';
import { tone } from '@/platform/media/testing/tones';
import { STARTER_NAMES } from '@/platform/starter-sounds';
import { DiskStorage } from '@/platform/storage/disk';
import { styleLibraryKey, styleMapKey, styleSoundKey, styleSourceKey } from '@/platform/storage/keys';
import { JobFailure } from '../runtime/job-failure';
import { grainLibraryProcessor } from './library-processor';

let root = '';
let storage: DiskStorage;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'style-'));
  storage = new DiskStorage(path.join(root, 'storage'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function run(input: GrainLibraryInput, signal = new AbortController().signal) {
  const workDir = await mkdtemp(path.join(root, 'job-'));
  return grainLibraryProcessor({ jobId: 'j', input, signal, storage, workDir, report: () => undefined });
}

const bytesOf = (key: string) => storage.withLocalFile(key, (file) => readFile(file));

/** Half a second each of a tone, silence and the tone again. */
function twoTones(): Buffer {
  const wav = tone(66_150);
  wav.fill(0, 44 + 4 * 22_050, 44 + 4 * 44_100);
  return wav;
}

describe('grainLibraryProcessor', () => {
  it('stores the grains of a recording, their map and their sound', async () => {
    const sha256 = 'a'.repeat(64);
    await storage.put(styleSourceKey(sha256), twoTones());
    const result = await run({ sha256, starter: null });
    expect(result.grains).toBeGreaterThanOrEqual(2);
    expect(result.durationS).toBeCloseTo(1.5, 3);
    expect(result.pitched).toBeGreaterThan(0);
    expect(result.lowestHz).toBeCloseTo(440, -1);
    const map = grainMapSchema.parse(JSON.parse((await bytesOf(styleMapKey(sha256))).toString()));
    expect(map.grains).toHaveLength(result.grains);
    const sound = await bytesOf(styleSoundKey(sha256));
    expect(sound.length).toBe(66_150 * 2 * map.channels);
    const library = decodeGrainLibrary(new Uint8Array(await bytesOf(styleLibraryKey(sha256))));
    expect(library.units).toHaveLength(result.grains);
    expect(library.channels[0]?.[1_000]).toBe(sound.readInt16LE(1_000 * 2 * map.channels));
  });

  it('makes the starter sounds', async () => {
    const result = await run({ sha256: 'b'.repeat(64), starter: 'vinyl-kit' });
    expect(result.grains).toBeGreaterThan(14);
  });

  it('says what is wrong with a recording', async () => {
    const silent = 'c'.repeat(64);
    await storage.put(styleSourceKey(silent), tone(44_100).fill(0, 44));
    const refused = run({ sha256: silent, starter: null });
    await expect(refused).rejects.toThrow(JobFailure);
    await expect(refused).rejects.toThrow(/silent/);
    await expect(run({ sha256: 'd'.repeat(64), starter: null })).rejects.toThrow(/upload it again/);
    expect(await storage.stat(styleMapKey(silent))).toBeNull();
  });

  it('stops when it is cancelled', async () => {
    const sha256 = 'e'.repeat(64);
    await storage.put(styleSourceKey(sha256), twoTones());
    const stop = new AbortController();
    const running = run({ sha256, starter: null }, stop.signal);
    stop.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });
});

it('has a recipe for every starter sound', () => {
  expect([...STARTER_RECIPES].sort()).toEqual(Object.keys(STARTER_NAMES).sort());
});
