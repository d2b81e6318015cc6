// The render job: the file is the sum of its stems, and failures say what is wrong and leave nothing.

import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dbToGain, gainToDb } from '@/audio/units';
import { thinned } from '@/contract/testing/thinned';
import {
  DEFAULT_MASTER,
  DEFAULT_MIX,
  DEFAULT_STRIP,
  type MixState,
  type StripState,
} from '@/document/schema';
import type { JobProgress } from '@/platform/job-run';
import type { ExportOptions } from '@/platform/jobs/export-options';
import { type RenderMixInput, renderMixJob } from '@/platform/jobs/render-mix';
import { decodeWhole } from '@/platform/media/decode';
import { runTool } from '@/platform/media/tool';
import { DiskStorage } from '@/platform/storage/disk';
import { mixKey } from '@/platform/storage/keys';
import { JobFailure } from '../runtime/job-failure';
import { writeStem } from '../stems/testing/stored-stems';
import { renderMixProcessor } from './processor';

const SEGMENT = 20_000;
const LENGTH = 70_001;
const STEMS = ['vocals', 'drums', 'bass'] as const;
const GAIN = { vocals: 0.4, drums: 1.6, bass: 0.1 };

let root = '';
let storage: DiskStorage;
const stemOf = (id: (typeof STEMS)[number], side: number) =>
  Float32Array.from({ length: LENGTH }, (_, i) => GAIN[id] * Math.sin(i / (7 + id.length) + side));

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'render-'));
  storage = new DiskStorage(path.join(root, 'storage'));
  for (const stemId of STEMS) {
    const options = {
      storage,
      sourceId: 's',
      stemId,
      sampleRate: 44_100,
      workDir: root,
      segmentSamples: SEGMENT,
    };
    await writeStem(options, stemOf(stemId, 0), stemOf(stemId, 1));
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

const strip = (changes: Partial<StripState> = {}): StripState => ({ ...DEFAULT_STRIP, ...changes });
const OPTIONS: ExportOptions = {
  format: 'wav',
  bitDepth: 24,
  sampleRate: 44_100,
  stems: null,
  processing: 'strip',
  click: false,
  range: null,
  loudnessLufs: null,
  tailSamples: 0,
  tags: { title: 'A song' },
};

type Changes = Partial<Omit<RenderMixInput, 'options' | 'mix'>> & {
  readonly options?: Partial<ExportOptions>;
  readonly mix?: Partial<MixState>;
};

function inputFor(mixId: string, { options, mix, ...changes }: Changes = {}): RenderMixInput {
  const stems = STEMS.map((id) => ({
    id,
    name: id.toUpperCase(),
    sourceId: 's',
    sampleRate: 44_100,
    headroomBits: id === 'drums' ? 1 : 0,
    lengthSamples: LENGTH,
    segmentSamples: SEGMENT,
  }));
  return renderMixJob.input.parse({
    mixId,
    cover: null,
    sampleRate: 44_100,
    lengthSamples: LENGTH,
    soloed: [],
    stems,
    options: { ...OPTIONS, ...options },
    mix: { ...DEFAULT_MIX, master: { ...DEFAULT_MASTER, gainDb: -9 }, ...mix },
    ...changes,
  });
}

async function run(input: RenderMixInput, signal = new AbortController().signal) {
  const workDir = await mkdtemp(path.join(root, 'job-'));
  const reports: JobProgress[] = [];
  const report = (progress: JobProgress) => void reports.push(progress);
  const result = await renderMixProcessor({ jobId: 'j', input, signal, storage, workDir, report });
  expect(await readdir(workDir)).toEqual([]);
  return { result, reports };
}

const decodeMix = ({ mixId, options }: RenderMixInput) =>
  storage.withLocalFile(mixKey(mixId, options.format), (file) =>
    decodeWhole(file, { sampleRate: 44_100, channels: 2 }),
  );

/** Peak of the difference between a channel and what the mix should be, in dBFS. */
function residual(channel: Float32Array, side: number, gains: Partial<typeof GAIN>): number {
  const master = dbToGain(-9);
  const stems = Object.entries(gains).map(
    ([id, gain]) => [stemOf(id as 'bass', side), gain * master] as const,
  );
  let peak = 0;
  for (let i = 0; i < LENGTH; i++) {
    let sum = 0;
    for (const [stem, gain] of stems) sum += stem[i]! * gain;
    peak = Math.max(peak, Math.abs(channel[i]! - sum));
  }
  return gainToDb(peak);
}

describe('renderMixProcessor', () => {
  it.each(
    thinned(
      [
        ['wav', 24, -130],
        ['wav', 32, -138],
        ['flac', 24, -130],
        ['wav', 16, -84],
      ] as const,
      2,
      1,
    ),
  )('writes %s of %i bits that nulls with the sum of its stems', async (format, bitDepth, limit) => {
    const input = inputFor(`null-${format}-${bitDepth}`, { options: { format, bitDepth } });
    const { result, reports } = await run(input);
    const channels = await decodeMix(input);
    for (const side of [0, 1]) {
      expect(channels[side]).toHaveLength(LENGTH);
      expect(residual(channels[side]!, side, { vocals: 1, drums: 1, bass: 1 })).toBeLessThan(limit);
    }
    expect(result).toMatchObject({ durationS: LENGTH / 44_100, clippedSamples: 0 });
    expect(result.peakDbfs).toBeCloseTo(gainToDb(2.1) - 9, 0);
    expect(reports.at(-1)).toMatchObject({ stage: 'storing', progress: 1 });
  });

  it('renders gain, mute and solo as they were played', async () => {
    const strips = { vocals: strip({ gainDb: -12 }), bass: strip({ mute: true }) };
    const input = inputFor('strips', { mix: { strips }, soloed: ['vocals', 'bass'] });
    await run(input);
    expect(residual((await decodeMix(input))[0]!, 0, { vocals: dbToGain(-12) })).toBeLessThan(-130);
  });

  it('writes MP3 as long as the song, with its title', async () => {
    const input = inputFor('mp3', { options: { format: 'mp3', bitDepth: 16 } });
    await run(input);
    expect((await decodeMix(input))[0]).toHaveLength(LENGTH);
    const ask = ['-v', 'error', '-show_entries', 'format_tags=title', '-of', 'csv=p=0'];
    const { printed } = await storage.withLocalFile(mixKey('mp3', 'mp3'), (file) =>
      runTool('ffprobe', [...ask, file]),
    );
    expect(printed.trim()).toBe('A song');
  });

  it('counts what exceeds full scale, and clamps it', async () => {
    const input = inputFor('hot', { mix: { master: { ...DEFAULT_MASTER, gainDb: 6 } } });
    const { result } = await run(input);
    expect(result.clippedSamples).toBeGreaterThan(0);
    expect(result.peakDbfs).toBeGreaterThan(6);
    expect(Math.max(...(await decodeMix(input))[0]!)).toBe((2 ** 23 - 1) / 2 ** 23);
  });

  it('says when a stem is missing or shorter than it should be', async () => {
    const [vocals, ...others] = inputFor('x').stems;
    const missing = inputFor('missing', { stems: [{ ...vocals!, id: 'guitar' }] });
    await expect(run(missing)).rejects.toThrow(JobFailure);
    await expect(run(missing)).rejects.toThrow('missing from the storage');
    const longer = { ...vocals!, lengthSamples: LENGTH + 1 };
    const short = inputFor('short', { lengthSamples: LENGTH + 1, stems: [longer, ...others] });
    await expect(run(short)).rejects.toThrow('The stem VOCALS is damaged');
    expect(await storage.stat(mixKey('short', 'wav'))).toBeNull();
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const workDir = path.join(root, 'cancelled');
    await mkdir(workDir);
    const rendering = renderMixProcessor({
      jobId: 'j',
      input: inputFor('cancelled'),
      signal: controller.signal,
      storage,
      workDir,
      report: ({ progress }) => {
        if (progress > 0) controller.abort(new Error('enough'));
      },
    });
    await expect(rendering).rejects.toThrow('enough');
    expect(await readdir(workDir)).toEqual([]);
  });
});
