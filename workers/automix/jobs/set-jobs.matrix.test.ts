// A set by its jobs, with a real worker, queue, database and storage: from stored songs to a file and its
// artifacts.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeTrack, steadyBeats } from '@/audio/track/testing/small-tracks';
import type { BarSpan, TrackAnalysis } from '@/audio/track/types';
import { samples } from '@/audio/units';
import { isLongRun } from '@/contract/testing/thinned';
import { advanceSet } from '@/platform/automix/set-flow';
import { closeBus, subscribe } from '@/platform/bus';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { createJob, requestCancel } from '@/platform/job-store';
import { analyseTrackJob } from '@/platform/jobs/analyse-track';
import { joinSetJob, planSetJob, renderSegmentJob } from '@/platform/jobs/make-set';
import { separationJob } from '@/platform/jobs/separation';
import { encodeStream } from '@/platform/media/encode';
import { probeAudio } from '@/platform/media/probe';
import { closeQueues, getQueue } from '@/platform/queue';
import { getStorage } from '@/platform/storage/index';
import {
  setArtifactKey,
  setAudioKey,
  setPlanKey,
  setPrefix,
  stemSegmentKey,
  trackAnalysisKey,
  uploadKey,
} from '@/platform/storage/keys';
import { testHash } from '@/platform/testing/rows';
import { CPU_JOBS } from '../../cpu-jobs';
import { type RunningWorker, startWorker } from '../../runtime/run-worker';
import { TEST_TIMES } from '../../runtime/testing/test-processor';
import { decodeAnalysis, encodeFigures } from '../analyse/analysis-file';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'isomix-set-'));
process.env.DATA_DIR = dataDir;

const BEATS = 96;
const SONGS = { alpha: 120, beta: 122, gamma: 124 };

let database: TestDatabase;
let worker: RunningWorker | undefined;
let ownerId: string;

/** Assigns queued jobs to the workers, as the dispatcher would. */
async function carryQueued(): Promise<void> {
  for (const { id, name } of await database.prisma.job.findMany({ where: { state: 'queued' } })) {
    await getQueue('cpu').enqueue(id, name);
  }
}

async function storeSong(name: string, bpm: number): Promise<void> {
  const sha256 = testHash(name);
  const mono = makeTrack({ beats: steadyBeats(bpm, BEATS, 0.1), beatsPerBar: 4 });
  const stereo = new Float32Array(mono.length * 2).map((_, i) => mono[i >> 1]! * 0.5);
  const file = path.join(dataDir, `${name}.flac`);
  await encodeStream({ path: file, format: 'flac', bitDepth: 16, sampleRate: 44_100, channels: 2 }, [
    Int16Array.from(stereo, (sample) => sample * 32_767),
  ]);
  const { container, codec, durationS } = await probeAudio(file);
  const { bytes } = await getStorage().putFile(uploadKey(sha256), file);
  const asset = { container, codec, durationS, bytes: BigInt(bytes), sampleRate: 44_100, channels: 2 };
  await database.prisma.asset.create({ data: { sha256, ...asset } });
}

/** Stores a separation of a song: its drums are all of it, the other stems are silent. */
async function storeSeparation(name: string, bpm: number): Promise<string> {
  const id = separationJob.idOf({ sha256: testHash(name), modelId: 'htdemucs' });
  const mono = makeTrack({ beats: steadyBeats(bpm, BEATS, 0.1), beatsPerBar: 4 });
  const ids = ['vocals', 'drums', 'bass', 'other'];
  for (const stem of ids) {
    const heard = stem === 'drums' ? 0.25 : 0;
    const stereo = Int16Array.from({ length: mono.length * 2 }, (_, i) => mono[i >> 1]! * heard * 32_767);
    const file = path.join(dataDir, `${stem}.flac`);
    await encodeStream({ path: file, format: 'flac', bitDepth: 16, sampleRate: 44_100, channels: 2 }, [
      stereo,
    ]);
    await getStorage().putFile(stemSegmentKey(id, stem, 0), file);
  }
  // Stored at half its level: one bit of headroom.
  const stems = ids.map((stem) => ({ id: stem, headroomBits: 1, peakDbfs: -6 }));
  const lengths = { lengthSamples: mono.length, segmentSamples: mono.length, sampleRate: 44_100 };
  const result = { model: 'htdemucs', provider: 'cpu', stems, wallSeconds: 1, peakRssMb: 1, ...lengths };
  const row = { id, name: 'separation', queue: 'separation', input: {}, finishedAt: new Date() };
  await database.prisma.job.create({ data: { ...row, state: 'done', result } });
  return id;
}

/** Asks for a set as the server does. */
async function askForSet(
  id: string,
  names: readonly string[],
  { format = 'flac', separated = new Map<string, string>() } = {},
): Promise<void> {
  await database.prisma.$transaction(async (tx) => {
    const request = { strategy: 'rules', format, constraints: { keepOrder: true, energyShape: 'wave' } };
    const tracks = names.map((name, place) => ({ trackId: name, name, sha256: testHash(name), place }));
    const set = { id, requestedBy: ownerId, title: 'Night: one', format, request };
    await tx.djSet.create({ data: { ...set, tracks: { create: tracks } } });
    for (const { name, sha256, place } of tracks) {
      const separationId = separated.get(name) ?? null;
      const input = { sha256, separationId };
      const jobId = analyseTrackJob.idOf(input);
      await createJob(tx, analyseTrackJob, { id: jobId, input, requestedBy: ownerId });
      await tx.djSetJob.create({ data: { setId: id, jobId, phase: 'analysing', place } });
    }
    await advanceSet(tx, id);
  });
}

const setId = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;
const stateOf = async (id: string) => (await database.prisma.job.findUnique({ where: { id } }))?.state;
const reaches = (id: string, state: string) =>
  vi.waitFor(async () => expect(await stateOf(id)).toBe(state), { timeout: 120_000, interval: 100 });

beforeAll(async () => {
  database = await openTestDatabase();
  ownerId = (await database.prisma.user.create({ data: { email: 'dj@example.org' } })).id;
  await subscribe((event) => {
    if (event.type === 'job' && event.change === 'state') void carryQueued();
  });
  for (const [name, bpm] of Object.entries(SONGS)) await storeSong(name, bpm);
}, 60_000);
beforeEach(async () => {
  const times = { ...TEST_TIMES, queue: { lockMs: 15_000, stalledCheckMs: 5_000 } };
  worker = await startWorker({ queue: 'cpu', concurrency: 2, registrations: CPU_JOBS, times });
});
afterEach(async () => {
  await worker?.close();
});
afterAll(async () => {
  await closeQueues();
  await closeBus();
  await database.close();
  rmSync(dataDir, { recursive: true });
});

const read = async (key: string): Promise<string> => text(await getStorage().get(key));

describe('the jobs of a set', () => {
  it.runIf(isLongRun)(
    'lead from songs to one file with its tracklist, CUE sheet and report',
    async () => {
      const id = setId(1);
      await askForSet(id, ['alpha', 'beta', 'gamma']);
      await carryQueued();
      await reaches(joinSetJob.idOf({ setId: id }), 'done');
      const length = await getStorage().withLocalFile(setAudioKey(id, 'flac'), async (file) => {
        return (await probeAudio(file)).durationS;
      });
      expect(length).toBeGreaterThan(60);
      const tracklist = (await read(setArtifactKey(id, 'tracklist'))).trim().split('\n');
      expect(tracklist.map((line) => line.replace(/^\S+ /, ''))).toEqual(['alpha', 'beta', 'gamma']);
      expect(await read(setArtifactKey(id, 'cue'))).toContain('FILE "Night one.flac" WAVE');
      const report = JSON.parse(await read(setArtifactKey(id, 'report')));
      expect(report.tracks.map((track: { bpm: number }) => Math.round(track.bpm))).toEqual([120, 122, 124]);
      expect(report.transitions).toHaveLength(2);
      // Half an hour later somebody asks for the same songs: nothing is analysed again.
      const analysed = await database.prisma.job.findMany({ where: { name: 'analyse-track' } });
      expect(analysed.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
      const { expiresAt } = await database.prisma.djSet.findUniqueOrThrow({ where: { id } });
      expect(expiresAt?.getTime()).toBeGreaterThan(Date.now() + 50 * 60_000);
    },
    180_000,
  );

  it.runIf(isLongRun)(
    'render a set again without an overlap of two tracks whose beats are audibly misaligned',
    async () => {
      const id = setId(5);
      const key = trackAnalysisKey(analyseTrackJob.idOf({ sha256: testHash('beta'), separationId: null }));
      const right = await read(key);
      const analysis = decodeAnalysis(right);
      // A grid that is 120 ms late everywhere: the report of the set detects it, the plan cannot know.
      const late = (at: number) => samples(at + Math.round(0.12 * analysis.sampleRate));
      const lateSpan = <Span extends BarSpan>(span: Span) => ({
        ...span,
        start: late(span.start),
        end: late(span.end),
      });
      const wrong: TrackAnalysis = {
        ...analysis,
        beats: analysis.beats.map(late),
        downbeats: analysis.downbeats.map(late),
        phrases: analysis.phrases.map(lateSpan),
        sections: analysis.sections.map(lateSpan),
      };
      await getStorage().put(key, Buffer.from(encodeFigures(wrong)));
      await askForSet(id, ['alpha', 'beta']);
      await carryQueued();
      await reaches(joinSetJob.idOf({ setId: id }), 'done');
      await getStorage().put(key, Buffer.from(right));
      const planned = JSON.parse(await read(setPlanKey(id))).plan.transitions[0];
      expect(planned).toMatchObject({ isLocked: true });
      const { transitions, notes } = JSON.parse(await read(setArtifactKey(id, 'report')));
      expect(notes.at(-1)).toMatch(
        /^The beats of "alpha" and "beta" were measured 1[12]\d ms apart, so the two/,
      );
      expect(['cut', 'echo-out']).toContain(transitions[0].template);
      expect(transitions[0].beat_offset_ms).toBeNull();
    },
    180_000,
  );

  it.runIf(isLongRun)(
    'mix the stems of songs that are separated',
    async () => {
      const id = setId(4);
      const separated = new Map([['beta', await storeSeparation('beta', SONGS.beta)]]);
      await askForSet(id, ['alpha', 'beta'], { format: 'mp3', separated });
      await carryQueued();
      await reaches(joinSetJob.idOf({ setId: id }), 'done');
      const planned = await database.prisma.job.findUniqueOrThrow({
        where: { id: planSetJob.idOf({ setId: id }) },
      });
      expect(planned.input).toMatchObject({
        tracks: [{ separationId: null }, { separationId: separated.get('beta') }],
      });
      const report = JSON.parse(await read(setArtifactKey(id, 'report')));
      // Only one of the two has a vocal stem.
      expect(report.transitions[0].vocal_overlap_bars).toBeNull();
      expect(report.transitions[0].beat_offset_ms.median).toBeLessThan(10);
    },
    180_000,
  );

  it('stop midway when they are cancelled, and leave no file', async () => {
    const id = setId(2);
    await askForSet(id, ['gamma', 'alpha']);
    await carryQueued();
    await reaches(renderSegmentJob.idOf({ setId: id, index: 0 }), 'running');
    await database.prisma.djSet.update({ where: { id }, data: { cancelledAt: new Date() } });
    for (const index of [0, 1]) await requestCancel(renderSegmentJob.idOf({ setId: id, index }));
    await vi.waitFor(() => {
      const folders = readdirSync(path.join(dataDir, 'tmp')).filter((name) => name.startsWith('job-'));
      expect(folders).toEqual([]);
    }, 15_000);
    expect(await stateOf(joinSetJob.idOf({ setId: id }))).toBeUndefined();
    expect(await getStorage().list(`${setPrefix(id)}/set`)).toEqual([]);
  }, 120_000);

  it('report why no set can be made', async () => {
    const id = setId(3);
    const sha256 = testHash('gone');
    const song = {
      bytes: 1n,
      container: 'wav',
      codec: 'pcm',
      sampleRate: 44_100,
      channels: 2,
      durationS: 60,
    };
    await database.prisma.asset.create({ data: { sha256, ...song } });
    await askForSet(id, ['alpha', 'gone']);
    await carryQueued();
    const job = analyseTrackJob.idOf({ sha256, separationId: null });
    await reaches(job, 'failed');
    const { error } = await database.prisma.job.findUniqueOrThrow({ where: { id: job } });
    expect(error).toMatch(/missing from the storage/);
  }, 60_000);
});
