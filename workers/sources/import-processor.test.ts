// The import job on real files: what is stored is what was recorded, at the studio's rate, and failures leave nothing.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from '@/audio/units';
import { required } from '@/contract/required';
import { SEGMENT_SAMPLES } from '@/contract/units';
import type { JobProgress } from '@/platform/job-run';
import { type ImportSourceResult, importedStemId, importSourceJob } from '@/platform/jobs/import-source';
import { encodeStream } from '@/platform/media/encode';
import { streamStem } from '@/platform/media/stem-stream';
import { DiskStorage } from '@/platform/storage/disk';
import { separationPrefix, stemPeaksKey, uploadKey } from '@/platform/storage/keys';
import type { JobContext } from '@/workers/runtime/job-context';
import { importSourceProcessor } from './import-processor';

let root: string;
let storage: DiskStorage;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'isomix-import-'));
  storage = new DiskStorage(path.join(root, 'storage'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Upload {
  readonly sha256: string;
  readonly durationS: number;
}

async function upload(content: Uint8Array, durationS = 1): Promise<Upload> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  await storage.put(uploadKey(sha256), content);
  return { sha256, durationS };
}

interface Format {
  readonly format: 'wav' | 'mp3' | 'flac';
  readonly sampleRate: number;
  readonly channels: 1 | 2;
}

/** Encodes what `at` gives for each second, the same in every channel; FLAC with 16 bits, the rest from floats. */
async function uploadSound(
  { format, sampleRate, channels }: Format,
  seconds: number,
  at: (second: number) => number,
): Promise<Upload & { readonly file: string }> {
  const frames = Float32Array.from({ length: seconds * sampleRate * channels }, (_, i) =>
    at(Math.floor(i / channels) / sampleRate),
  );
  const file = path.join(root, `${createHash('sha256').update(frames).digest('hex').slice(0, 16)}.${format}`);
  const pcm = format === 'flac' ? Int16Array.from(frames, (sample) => Math.round(sample * 32_767)) : frames;
  const bitDepth = format === 'flac' ? 16 : 32;
  await encodeStream({ path: file, format, bitDepth, sampleRate, channels }, [pcm]);
  return { ...(await upload(await readFile(file), seconds)), file };
}

async function run(input: Upload, more: Partial<JobContext<Upload>> = {}): Promise<ImportSourceResult> {
  const workDir = await mkdtemp(path.join(root, 'work-'));
  const jobId = importSourceJob.idOf(input);
  const { signal } = new AbortController();
  const context = { jobId, input, signal, storage, workDir, report: () => undefined, ...more };
  const result = await importSourceProcessor(context).finally(() => rm(workDir, { recursive: true }));
  return importSourceJob.result.parse(result);
}

const storedOf = (input: Upload) => storage.list(separationPrefix(importSourceJob.idOf(input)));

/** The stem as it plays: interleaved, its headroom undone. */
async function playedOf(input: Upload, { lengthSamples, stems }: ImportSourceResult): Promise<number[]> {
  const { id, headroomBits } = required(stems[0], 'the stem');
  const segmentCount = Math.ceil(lengthSamples / SEGMENT_SAMPLES);
  const all: number[] = [];
  const stored = { sourceId: importSourceJob.idOf(input), stem: id, segmentCount };
  for await (const piece of streamStem(storage, stored)) {
    for (const sample of piece) all.push(sample * 2 ** headroomBits);
  }
  return all;
}

const TONES = [441, 3_001, 9_973] as const;
const chord = (second: number): number =>
  TONES.reduce((sum, hz) => sum + 0.25 * Math.sin(2 * Math.PI * hz * second), 0);

/** What resamplers make of the sudden ends of a sound is not compared, in samples. */
const EDGE = 2_000;

/** The largest difference of the left or right channel from `at`, in dBFS. */
function largestErrorDb(played: readonly number[], at: (sample: number) => number): number {
  let largest = 0;
  for (let i = 2 * EDGE; i < played.length - 2 * EDGE; i++) {
    largest = Math.max(largest, Math.abs((played[i] ?? 0) - at(Math.floor(i / 2))));
  }
  return 20 * Math.log10(largest);
}

describe('importSourceProcessor', () => {
  it('stores a mono file of 48 kHz as two equal channels of 44.1 kHz, within -90 dBFS of the sound itself', async () => {
    const file = await uploadSound({ format: 'wav', sampleRate: 48_000, channels: 1 }, 7, chord);
    const reports: JobProgress[] = [];
    const result = await run(file, { report: (progress) => void reports.push(progress) });
    expect(result).toMatchObject({
      sampleRate: SAMPLE_RATE,
      lengthSamples: 7 * SAMPLE_RATE,
      segmentSamples: SEGMENT_SAMPLES,
      stems: [{ id: importedStemId(file.sha256), headroomBits: 0 }],
    });
    const played = await playedOf(file, result);
    expect(played).toHaveLength(2 * result.lengthSamples);
    // The sound is known as a formula, so nothing of what is tested makes what it is compared with.
    expect(largestErrorDb(played, (sample) => chord(sample / SAMPLE_RATE))).toBeLessThan(-90);
    // Two segments, and the peaks.
    expect(await storedOf(file)).toHaveLength(3);
    expect(
      await storage.stat(stemPeaksKey(importSourceJob.idOf(file), importedStemId(file.sha256))),
    ).not.toBeNull();
    expect([...new Set(reports.map(({ stage }) => stage))]).toEqual(['decoding', 'storing']);
    const progress = reports.map((each) => each.progress ?? 0);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBeLessThanOrEqual(1);
  });

  it('stores an MP3 as FFmpeg alone decodes it', async () => {
    const file = await uploadSound({ format: 'mp3', sampleRate: 44_100, channels: 2 }, 3, chord);
    const result = await run(file);
    const args = ['-v', 'error', '-i', file.file, '-f', 'f32le', '-ac', '2', 'pipe:1'];
    const bytes = execFileSync('ffmpeg', args, { maxBuffer: 2 ** 24 });
    const decoded = new Float32Array(new Uint8Array(bytes).buffer);
    const played = await playedOf(file, result);
    expect(result.lengthSamples).toBe(decoded.length / 2);
    expect(largestErrorDb(played, (sample) => decoded[2 * sample] ?? 0)).toBeLessThan(-90);
  });

  it('turns a file that exceeds full scale down by whole bits, and clips nothing', async () => {
    const loud = (second: number) => 1.9 * Math.sin(2 * Math.PI * 441 * second);
    const file = await uploadSound({ format: 'wav', sampleRate: 44_100, channels: 2 }, 1, loud);
    const result = await run(file);
    expect(result.stems).toMatchObject([{ headroomBits: 1 }]);
    expect(result.stems[0]?.peakDbfs).toBeCloseTo(20 * Math.log10(1.9), 2);
    const played = await playedOf(file, result);
    expect(largestErrorDb(played, (sample) => loud(sample / SAMPLE_RATE))).toBeLessThan(-90);
  });

  it('stores silence as what it is: as long, without a peak', async () => {
    const file = await uploadSound({ format: 'flac', sampleRate: 44_100, channels: 2 }, 2, () => 0);
    const result = await run(file);
    expect(result).toMatchObject({ lengthSamples: 2 * SAMPLE_RATE, stems: [{ peakDbfs: null }] });
    expect((await playedOf(file, result)).every((sample) => sample === 0)).toBe(true);
  });

  it('gives the same twice', async () => {
    const file = await uploadSound({ format: 'wav', sampleRate: 32_000, channels: 2 }, 1, chord);
    const one = await playedOf(file, await run(file));
    expect(await playedOf(file, await run(file))).toEqual(one);
  });

  it('says why a file cannot be used, finally, and leaves nothing of it', async () => {
    const text = await upload(Buffer.from('not a recording at all'));
    await expect(run(text)).rejects.toMatchObject({
      message: expect.stringMatching(/\.$/),
      retryable: false,
    });
    expect(await storedOf(text)).toEqual([]);
    const whole = await uploadSound({ format: 'flac', sampleRate: 44_100, channels: 2 }, 1, chord);
    const damaged = (await readFile(whole.file)).fill(0xa5, 42);
    const broken = await upload(damaged);
    await expect(run(broken)).rejects.toMatchObject({
      message: expect.stringMatching(/\.$/),
      retryable: false,
    });
    expect(await storedOf(broken)).toEqual([]);
    const gone = { sha256: '0'.repeat(64), durationS: 1 };
    await expect(run(gone)).rejects.toThrow('The file is no longer in the storage; import it again.');
  });

  it('stops when it is cancelled and takes away what it has stored', async () => {
    const file = await uploadSound({ format: 'flac', sampleRate: 44_100, channels: 2 }, 60, () => 0.1);
    const controller = new AbortController();
    let stored: Promise<string[]> | undefined;
    const report = ({ stage }: JobProgress) => {
      if (stage !== 'storing') return;
      stored ??= storedOf(file);
      controller.abort(new Error('not wanted any more'));
    };
    await expect(run(file, { signal: controller.signal, report })).rejects.toThrow('not wanted any more');
    expect((await stored)?.length).toBeGreaterThan(7);
    expect(await storedOf(file)).toEqual([]);
  });
});
