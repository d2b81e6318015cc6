// The bucket goes away in the middle of a separation and comes back: the song is finished, and nothing is computed twice.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SAMPLE_RATE, secondsToSamples } from '@/audio/units';
import type { JobProgress } from '@/platform/job-run';
import { separationJob } from '@/platform/jobs/separation';
import { encodeStream } from '@/platform/media/encode';
import { separationPrefix, uploadKey } from '@/platform/storage/keys';
import type { Storage } from '@/platform/storage/storage';
import { startTestS3, type TestS3 } from '@/platform/storage/testing/s3-server';

/** Longer than the client of S3 tries by itself. */
const OUTAGE_MS = 4_000;
/** Three segments: one before the outage and two after it. */
const SONG_S = 14;

const root = mkdtempSync(path.join(os.tmpdir(), 'isomix-outage-'));
let bucket: TestS3;
let storage: Storage;
let processor: typeof import('./processor');

/** The way to the bucket: it can be cut, and then ends every connection at once. */
const sockets = new Set<Socket>();
let isCut = false;
const way = createServer((near) => {
  near.on('error', () => undefined);
  if (isCut) return near.destroy();
  const far = connect(bucket.port, '127.0.0.1').on('error', () => undefined);
  for (const socket of [near, far]) {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      near.destroy();
      far.destroy();
    });
  }
  near.pipe(far).pipe(near);
});

function cut(): void {
  isCut = true;
  for (const socket of sockets) socket.destroy();
}

beforeAll(async () => {
  bucket = await startTestS3(path.join(root, 'bucket'), 'songs');
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
  const { port } = way.address() as { port: number };
  // Before the environment is read: the engine's process finds its storage by it.
  Object.assign(process.env, {
    DATA_DIR: path.join(root, 'data'),
    S3_BUCKET: 'songs',
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_ACCESS_KEY_ID: 'S3RVER',
    S3_SECRET_ACCESS_KEY: 'S3RVER',
  });
  processor = await import('./processor');
  const { getStorage } = await import('@/platform/storage/index');
  storage = getStorage();
});
afterAll(async () => {
  await processor.separationEngine.close();
  way.close();
  cut();
  await bucket.close();
  rmSync(root, { recursive: true, force: true });
});

it('waits with what it has computed and goes on', async () => {
  const file = path.join(root, 'noise.wav');
  const noise = Float32Array.from(
    { length: 2 * secondsToSamples(SONG_S) },
    () => 0.5 * (Math.random() - 0.5),
  );
  const format = { format: 'wav', bitDepth: 32, sampleRate: SAMPLE_RATE, channels: 2 } as const;
  await encodeStream({ path: file, ...format }, [noise]);
  const sha256 = createHash('sha256').update('outage').digest('hex');
  await storage.putFile(uploadKey(sha256), file);

  const stages: string[] = [];
  let outage: 'to come' | 'now' | 'over' = 'to come';
  const report = ({ stage, partialResult }: JobProgress) => {
    if (stages.at(-1) !== stage) stages.push(stage);
    if (partialResult && outage === 'to come') {
      outage = 'now';
      cut();
    } else if (stage === 'waiting for the audio storage' && outage === 'now') {
      outage = 'over';
      setTimeout(() => {
        isCut = false;
      }, OUTAGE_MS);
    }
  };
  const result = await processor.separationProcessor({
    jobId: 'job',
    input: { sha256, modelId: 'htdemucs' },
    signal: new AbortController().signal,
    storage,
    workDir: await mkdtemp(path.join(root, 'work-')),
    report,
  });
  expect(result.lengthSamples).toBe(secondsToSamples(SONG_S));
  expect(stages).toContain('waiting for the audio storage');
  // Decoded and loaded once: there was one run.
  expect(stages.filter((stage) => stage === 'decoding' || stage === 'loading model')).toHaveLength(2);
  // Three segments and the peaks of each stem.
  expect(
    await storage.list(separationPrefix(separationJob.idOf({ sha256, modelId: 'htdemucs' }))),
  ).toHaveLength(4 * 4);
}, 600_000);
