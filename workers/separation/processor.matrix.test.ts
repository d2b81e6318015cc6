// Runs the separation job with its real engine process: storage, failures, cancellation, a crash.

import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_RATE, secondsToSamples } from '@/audio/units';
import { isLongRun } from '@/contract/testing/thinned';
import { SEGMENT_SAMPLES } from '@/contract/units';
import type { JobProgress } from '@/platform/job-run';
import {
  type SeparationInput,
  type StoredPartialStems,
  separationJob,
  storedPartialStemsSchema,
} from '@/platform/jobs/separation';
import { encodeStream } from '@/platform/media/encode';
import { DiskStorage } from '@/platform/storage/disk';
import { separationPrefix, uploadKey } from '@/platform/storage/keys';
import type { JobContext } from '@/workers/runtime/job-context';

let dataDir: string;
let storage: DiskStorage;
let processor: typeof import('./processor');

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'isomix-separation-'));
  // Before the environment is read: the engine's process finds its storage by it.
  process.env.DATA_DIR = dataDir;
  storage = new DiskStorage(path.join(dataDir, 'storage'));
  processor = await import('./processor');
});
afterAll(async () => {
  await processor.separationEngine.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function upload(content: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  await storage.put(uploadKey(sha256), content);
  return sha256;
}

/** A WAV file of noise at `level`; 0 is silence, which needs no run of the network. */
async function uploadNoise(seconds: number, level: number): Promise<string> {
  const file = path.join(dataDir, 'noise.wav');
  const noise = Float32Array.from(
    { length: 2 * secondsToSamples(seconds) },
    () => level * (Math.random() - 0.5),
  );
  await encodeStream({ path: file, format: 'wav', bitDepth: 32, sampleRate: SAMPLE_RATE, channels: 2 }, [
    noise,
  ]);
  const sha256 = createHash('sha256').update(`${seconds} ${level}`).digest('hex');
  await storage.putFile(uploadKey(sha256), file);
  return sha256;
}

async function runJob(
  sha256: string,
  context: Partial<JobContext<SeparationInput>> = {},
  modelId = 'htdemucs',
) {
  const workDir = await mkdtemp(path.join(dataDir, 'work-'));
  const input = { sha256, modelId };
  const neverAborted = new AbortController().signal;
  const result = processor.separationProcessor({
    jobId: 'job',
    input,
    signal: neverAborted,
    storage,
    workDir,
    report: () => {},
    ...context,
  });
  return result.finally(() => rm(workDir, { recursive: true }));
}

const storedFor = (sha256: string) =>
  storage.list(separationPrefix(separationJob.idOf({ sha256, modelId: 'htdemucs' })));

describe('separation job', () => {
  it('stores every stem of a song, and reports its stages', async () => {
    const sha256 = await uploadNoise(7, 0);
    const stages = new Set<string>();
    const result = await runJob(sha256, { report: ({ stage }) => stages.add(stage) });
    expect(separationJob.result.parse(result)).toMatchObject({
      model: 'htdemucs',
      lengthSamples: secondsToSamples(7),
      stems: ['drums', 'bass', 'other', 'vocals'].map((id) => ({ id, headroomBits: 0, peakDbfs: null })),
    });
    expect([...stages]).toEqual(['decoding', 'loading model', 'separating', 'storing']);
    // Two segments and the peaks of each stem.
    expect(await storedFor(sha256)).toHaveLength(12);
  }, 60_000);

  it('says why a song or a model cannot be used, and stores nothing', async () => {
    const text = await upload(Buffer.from('not a song'));
    await expect(runJob(text)).rejects.toMatchObject({ message: expect.any(String), retryable: false });
    expect(await storedFor(text)).toEqual([]);
    await expect(runJob('0'.repeat(64))).rejects.toThrow('The uploaded song is no longer there');
    const song = await uploadNoise(1, 0);
    await expect(runJob(song, {}, 'nope')).rejects.toThrow('There is no separation model called "nope"');
  }, 60_000);

  it.runIf(isLongRun)(
    'stores the beginning while it separates the rest, and takes it away when it is cancelled',
    async () => {
      const sha256 = await uploadNoise(30, 0.5);
      const controller = new AbortController();
      const told: StoredPartialStems[] = [];
      let stored: Promise<string[]> | undefined;
      const report = ({ partialResult }: JobProgress) => {
        if (!partialResult) return;
        told.push(partialResult);
        stored ??= storedFor(sha256).finally(() => controller.abort(new Error('received enough')));
      };
      await expect(runJob(sha256, { signal: controller.signal, report })).rejects.toThrow('received enough');
      expect(storedPartialStemsSchema.parse(told[0])).toMatchObject({
        availableSamples: SEGMENT_SAMPLES,
        lengthSamples: secondsToSamples(30),
        stems: ['drums', 'bass', 'other', 'vocals'].map((id) => ({ id, headroomBits: 0 })),
      });
      // The first segment and the peaks so far, of each stem.
      expect(await stored).toHaveLength(8);
      expect(await storedFor(sha256)).toEqual([]);
    },
    120_000,
  );

  it('stops soon after it is cancelled, with the reason of the cancellation', async () => {
    const sha256 = await uploadNoise(60, 0.5);
    const controller = new AbortController();
    const report = ({ stage }: { stage: string }) => {
      if (stage === 'separating') controller.abort(new Error('not wanted any more'));
    };
    await expect(runJob(sha256, { signal: controller.signal, report })).rejects.toThrow(
      'not wanted any more',
    );
    expect(await storedFor(sha256)).toEqual([]);
  }, 60_000);

  it('fails with a message when the engine dies, and starts another one', async () => {
    const sha256 = await uploadNoise(60, 0.4);
    const report = ({ stage }: { stage: string }) => {
      if (stage === 'separating') process.kill(processor.separationEngine.pid!, 'SIGKILL');
    };
    await expect(runJob(sha256, { report })).rejects.toMatchObject({
      message: expect.stringContaining('ran out of memory'),
      retryable: true,
    });
    const song = await uploadNoise(0.5, 0);
    await expect(runJob(song)).resolves.toMatchObject({
      lengthSamples: 22_050,
      provider: expect.any(String),
    });
  }, 60_000);
});
