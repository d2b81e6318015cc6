// The import job on real files: what is stored is what was recorded, at the studio's rate, and failures leave nothing.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from '@/audio/units';
import { SEGMENT_SAMPLES } from '@/contract/units';
import { DEFAULT_MASTER, DEFAULT_MIX } from '@/document/schema';
import { importedStem } from '@/platform/imported-sources';
import type { JobProgress } from '@/platform/job-run';
import { importedStemId, importSourceJob } from '@/platform/jobs/import-source';
import { renderMixJob } from '@/platform/jobs/render-mix';
import { decodeWhole } from '@/platform/media/decode';
import { mixKey, stemPeaksKey } from '@/platform/storage/keys';
import { renderMixProcessor } from '../render/processor';
import { ImportBench } from './testing/imports';

let bench: ImportBench;

beforeAll(async () => {
  bench = await ImportBench.open();
});
afterAll(() => bench.close());

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
    const file = await bench.uploadSound({ format: 'wav', sampleRate: 48_000, channels: 1 }, 7, chord);
    const reports: JobProgress[] = [];
    const result = await bench.run(file, { report: (progress) => void reports.push(progress) });
    expect(result).toMatchObject({
      sampleRate: SAMPLE_RATE,
      lengthSamples: 7 * SAMPLE_RATE,
      segmentSamples: SEGMENT_SAMPLES,
      stems: [{ id: importedStemId(file.sha256), headroomBits: 0 }],
    });
    const played = await bench.playedOf(file, result);
    expect(played).toHaveLength(2 * result.lengthSamples);
    // The sound is known as a formula, so nothing of what is tested makes what it is compared with.
    expect(largestErrorDb(played, (sample) => chord(sample / SAMPLE_RATE))).toBeLessThan(-90);
    // Two segments, and the peaks.
    expect(await bench.storedOf(file)).toHaveLength(3);
    expect(
      await bench.storage.stat(stemPeaksKey(importSourceJob.idOf(file), importedStemId(file.sha256))),
    ).not.toBeNull();
    expect([...new Set(reports.map(({ stage }) => stage))]).toEqual(['decoding', 'storing']);
    const progress = reports.map((each) => each.progress ?? 0);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBeLessThanOrEqual(1);
  });

  it('stores an MP3 as FFmpeg alone decodes it', async () => {
    const file = await bench.uploadSound({ format: 'mp3', sampleRate: 44_100, channels: 2 }, 3, chord);
    const result = await bench.run(file);
    const args = ['-v', 'error', '-i', file.file, '-f', 'f32le', '-ac', '2', 'pipe:1'];
    const bytes = execFileSync('ffmpeg', args, { maxBuffer: 2 ** 24 });
    const decoded = new Float32Array(new Uint8Array(bytes).buffer);
    const played = await bench.playedOf(file, result);
    expect(result.lengthSamples).toBe(decoded.length / 2);
    expect(largestErrorDb(played, (sample) => decoded[2 * sample] ?? 0)).toBeLessThan(-90);
  });

  it('turns a file that exceeds full scale down by whole bits, and clips nothing', async () => {
    const loud = (second: number) => 1.9 * Math.sin(2 * Math.PI * 441 * second);
    const file = await bench.uploadSound({ format: 'wav', sampleRate: 44_100, channels: 2 }, 1, loud);
    const result = await bench.run(file);
    expect(result.stems).toMatchObject([{ headroomBits: 1 }]);
    expect(result.stems[0]?.peakDbfs).toBeCloseTo(20 * Math.log10(1.9), 2);
    const played = await bench.playedOf(file, result);
    expect(largestErrorDb(played, (sample) => loud(sample / SAMPLE_RATE))).toBeLessThan(-90);
  });

  it('stores silence as what it is: as long, without a peak', async () => {
    const file = await bench.uploadSound({ format: 'flac', sampleRate: 44_100, channels: 2 }, 2, () => 0);
    const result = await bench.run(file);
    expect(result).toMatchObject({ lengthSamples: 2 * SAMPLE_RATE, stems: [{ peakDbfs: null }] });
    expect((await bench.playedOf(file, result)).every((sample) => sample === 0)).toBe(true);
  });

  it('gives the same twice', async () => {
    const file = await bench.uploadSound({ format: 'wav', sampleRate: 32_000, channels: 2 }, 1, chord);
    const one = await bench.playedOf(file, await bench.run(file));
    expect(await bench.playedOf(file, await bench.run(file))).toEqual(one);
  });

  it('says why a file cannot be used, finally, and leaves nothing of it', async () => {
    const text = await bench.upload(Buffer.from('not a recording at all'));
    await expect(bench.run(text)).rejects.toMatchObject({
      message: expect.stringMatching(/\.$/),
      retryable: false,
    });
    expect(await bench.storedOf(text)).toEqual([]);
    const whole = await bench.uploadSound({ format: 'flac', sampleRate: 44_100, channels: 2 }, 1, chord);
    const damaged = (await readFile(whole.file)).fill(0xa5, 42);
    const broken = await bench.upload(damaged);
    await expect(bench.run(broken)).rejects.toMatchObject({
      message: expect.stringMatching(/\.$/),
      retryable: false,
    });
    expect(await bench.storedOf(broken)).toEqual([]);
    const gone = { sha256: '0'.repeat(64), durationS: 1 };
    await expect(bench.run(gone)).rejects.toThrow('The file is no longer in the storage; import it again.');
  });

  it('stops when it is cancelled and takes away what it has stored', async () => {
    const file = await bench.uploadSound({ format: 'flac', sampleRate: 44_100, channels: 2 }, 60, () => 0.1);
    const controller = new AbortController();
    let stored: Promise<string[]> | undefined;
    const report = ({ stage }: JobProgress) => {
      if (stage !== 'storing') return;
      stored ??= bench.storedOf(file);
      controller.abort(new Error('not wanted any more'));
    };
    await expect(bench.run(file, { signal: controller.signal, report })).rejects.toThrow(
      'not wanted any more',
    );
    expect((await stored)?.length).toBeGreaterThan(7);
    expect(await bench.storedOf(file)).toEqual([]);
  });
});

it('an export of imported files of different kinds and lengths is their sum', async () => {
  const low = (second: number) => 0.9 * Math.sin(2 * Math.PI * 441 * second);
  const files = [
    {
      ends: 3,
      at: chord,
      file: await bench.uploadSound({ format: 'wav', sampleRate: 48_000, channels: 1 }, 3, chord),
    },
    {
      ends: 2,
      at: low,
      file: await bench.uploadSound({ format: 'wav', sampleRate: 44_100, channels: 2 }, 2, low),
    },
  ];
  const stems = [];
  for (const { file } of files) {
    const named = { name: 'File', jobId: importSourceJob.idOf(file) };
    stems.push(importedStem(named, await bench.run(file)));
  }
  const tags = { title: 'A session' };
  const whole = { stems: null, range: null, loudnessLufs: null, tailSamples: 0, tags };
  const input = renderMixJob.input.parse({
    mixId: 'session',
    cover: null,
    sampleRate: SAMPLE_RATE,
    lengthSamples: 3 * SAMPLE_RATE,
    soloed: [],
    stems,
    options: { format: 'wav', bitDepth: 24, sampleRate: SAMPLE_RATE, ...whole },
    // Low enough for the limiter to have nothing to do.
    mix: { ...DEFAULT_MIX, master: { ...DEFAULT_MASTER, gainDb: -12 } },
  });
  const workDir = await mkdtemp(`${bench.root}/work-`);
  const { signal } = new AbortController();
  const context = {
    jobId: 'export',
    input,
    signal,
    storage: bench.storage,
    workDir,
    report: () => undefined,
  };
  await renderMixProcessor(context).finally(() => rm(workDir, { recursive: true }));
  const channels = await bench.storage.withLocalFile(mixKey('session', 'wav'), (file) =>
    decodeWhole(file, { sampleRate: SAMPLE_RATE, channels: 2 }),
  );
  const master = 10 ** (-12 / 20);
  for (const channel of channels) {
    expect(channel).toHaveLength(3 * SAMPLE_RATE);
    let largest = 0;
    for (let i = EDGE; i < channel.length - EDGE; i++) {
      const second = i / SAMPLE_RATE;
      // What a resampler makes of the sudden end of the shorter file is not compared.
      if (Math.abs(second - 2) * SAMPLE_RATE < EDGE) continue;
      const sum = files.reduce((all, { at, ends }) => all + (second < ends ? at(second) : 0), 0);
      largest = Math.max(largest, Math.abs((channel[i] ?? 0) - master * sum));
    }
    expect(20 * Math.log10(largest)).toBeLessThan(-90);
  }
});
