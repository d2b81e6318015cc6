// The restyle job on real sound: as long as the stem, the same twice, and clear about what is missing.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultsOf } from '@/contract/settings';
import { STYLE_SETTINGS, type StyleSettings } from '@/contract/style-settings';
import type { JobProgress } from '@/platform/job-run';
import type { RestyleStemInput } from '@/platform/jobs/restyle-stem';
import { streamStem } from '@/platform/media/stem-stream';
import { DiskStorage } from '@/platform/storage/disk';
import { stemPeaksKey } from '@/platform/storage/keys';
import { JobFailure } from '../runtime/job-failure';
import { writeStem } from '../stems/testing/stored-stems';
import { grainLibraryProcessor } from './library-processor';
import { restyleStemProcessor } from './restyle-processor';

const RATE = 44_100;
const LENGTH = 70_001;
const SEGMENT = 30_000;
const STYLE = 'a'.repeat(64);

let root = '';
let storage: DiskStorage;

/** Notes of a third of a second, each dying away. */
const stemSide = (side: number) =>
  Float32Array.from({ length: LENGTH }, (_, i) => {
    const t = (i / RATE) % 0.33;
    return (
      0.5 * Math.exp(-4 * t) * Math.sin(2 * Math.PI * (220 + 110 * Math.floor(i / RATE / 0.33)) * t + side)
    );
  });

const context = async (jobId: string) => ({
  jobId,
  storage,
  signal: new AbortController().signal,
  workDir: await mkdtemp(path.join(root, 'job-')),
  report: () => undefined,
});

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'restyle-'));
  storage = new DiskStorage(path.join(root, 'storage'));
  const options = { storage, sourceId: 'sep', stemId: 'bass', sampleRate: RATE, workDir: root };
  await writeStem({ ...options, segmentSamples: SEGMENT }, stemSide(0), stemSide(1));
  await grainLibraryProcessor({ ...(await context('l')), input: { sha256: STYLE, starter: 'kalimba' } });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const settings = defaultsOf(STYLE_SETTINGS);

function inputOf(
  change: { styleSha256?: string; lengthSamples?: number; settings?: Partial<StyleSettings> } = {},
) {
  const stem = { id: 'bass', name: 'Bass', sourceId: 'sep', lengthSamples: change.lengthSamples ?? LENGTH };
  return {
    stem: { ...stem, sampleRate: RATE, segmentSamples: SEGMENT, headroomBits: 0 },
    styleSha256: change.styleSha256 ?? STYLE,
    settings: { ...settings, ...change.settings },
  } satisfies RestyleStemInput;
}

async function samplesOf(sourceId: string): Promise<number[]> {
  const all: number[] = [];
  const stored = { sourceId, stem: 'bass', segmentCount: Math.ceil(LENGTH / SEGMENT) };
  for await (const piece of streamStem(storage, stored)) all.push(...piece);
  return all;
}

describe('restyleStemProcessor', () => {
  it('stores a stem of the same length in the same cut, the same every time', async () => {
    const reports: JobProgress[] = [];
    const report = (progress: JobProgress) => void reports.push(progress);
    const result = await restyleStemProcessor({ ...(await context('one')), input: inputOf(), report });
    expect(result.grainsUsed).toBeGreaterThan(5);
    const one = await samplesOf('one');
    expect(one).toHaveLength(2 * LENGTH);
    expect(one.some((sample) => Math.abs(sample) > 0.05)).toBe(true);
    expect(await storage.stat(stemPeaksKey('one', 'bass'))).not.toBeNull();
    expect(reports.at(-1)).toMatchObject({ stage: 'storing' });
    await restyleStemProcessor({ ...(await context('two')), input: inputOf() });
    expect(await samplesOf('two')).toEqual(one);
  });

  it('is the stem itself at an amount of nothing', async () => {
    const input = inputOf({ settings: { amount: 0 } });
    await restyleStemProcessor({ ...(await context('dry')), input });
    const [dry, stem] = [await samplesOf('dry'), await samplesOf('sep')];
    let furthest = 0;
    for (let i = 0; i < stem.length; i++) furthest = Math.max(furthest, Math.abs(dry[i]! - stem[i]!));
    expect(furthest).toBeLessThan(1e-4);
  });

  it('says what is missing', async () => {
    const attempt = async (input: RestyleStemInput) =>
      restyleStemProcessor({ ...(await context('x')), input });
    await expect(attempt(inputOf({ styleSha256: 'b'.repeat(64) }))).rejects.toThrow(/choose another one/);
    await expect(attempt(inputOf({ lengthSamples: 5 * SEGMENT }))).rejects.toThrow(/separate the song again/);
    await expect(attempt(inputOf({ lengthSamples: LENGTH + 1 }))).rejects.toThrow(JobFailure);
  });
});
