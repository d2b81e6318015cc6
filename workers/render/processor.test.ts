// The render job: the file is the sum of its stems, and failures say what is wrong and leave nothing.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FADER_FLOOR_DB } from '@/audio/mix/engine';
import { dbToGain, gainToDb } from '@/audio/units';
import { FADER_MIN_DB } from '@/document/schema';
import type { JobProgress } from '@/server/shared/job-run';
import { type RenderMixInput, renderMixJob } from '@/server/shared/jobs/render-mix';
import { decodeWhole } from '@/server/shared/media/decode';
import { runTool } from '@/server/shared/media/tool';
import { DiskStorage } from '@/server/shared/storage/disk';
import { mixKey } from '@/server/shared/storage/keys';
import { JobFailure } from '../runtime/job-failure';
import { writeStem } from '../stems/segment-writer';
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

function inputFor(mixId: string, changes: Partial<RenderMixInput> = {}): RenderMixInput {
  return renderMixJob.input.parse({
    ...{ mixId, format: 'wav', bitDepth: 24, title: 'A song', sampleRate: 44_100 },
    ...{ lengthSamples: LENGTH, segmentSamples: SEGMENT, master: { gainDb: -9 } },
    stems: STEMS.map((id) => ({
      ...{ id, sourceId: 's', headroomBits: id === 'drums' ? 1 : 0 },
      ...{ gainDb: 0, pan: 0, mute: false, silenced: false },
    })),
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

const decodeMix = ({ mixId, format }: RenderMixInput) =>
  storage.withLocalFile(mixKey(mixId, format), (file) =>
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
  it.each([
    ['wav', 24, -130],
    ['flac', 24, -130],
    ['wav', 16, -84],
  ] as const)(
    'writes %s of %i bits that nulls with the sum of its stems',
    async (format, bitDepth, limit) => {
      const input = inputFor(`null-${format}-${bitDepth}`, { format, bitDepth });
      const { result, reports } = await run(input);
      const channels = await decodeMix(input);
      for (const side of [0, 1]) {
        expect(channels[side]).toHaveLength(LENGTH);
        expect(residual(channels[side]!, side, { vocals: 1, drums: 1, bass: 1 })).toBeLessThan(limit);
      }
      expect(result).toMatchObject({ durationS: LENGTH / 44_100, clippedSamples: 0 });
      expect(result.peakDbfs).toBeCloseTo(gainToDb(2.1) - 9, 0);
      expect(reports.at(-1)).toMatchObject({ stage: 'storing', progress: 1 });
    },
  );

  it('renders gain, mute and what was on solo as it was heard', async () => {
    const [vocals, drums, bass] = inputFor('x').stems;
    const stems = [
      { ...vocals!, gainDb: -12 },
      { ...drums!, silenced: true },
      { ...bass!, mute: true },
    ];
    const input = inputFor('strips', { stems });
    await run(input);
    expect(residual((await decodeMix(input))[0]!, 0, { vocals: dbToGain(-12) })).toBeLessThan(-130);
  });

  it('writes MP3 as long as the song, with its title', async () => {
    const input = inputFor('mp3', { format: 'mp3', bitDepth: 16 });
    await run(input);
    expect((await decodeMix(input))[0]).toHaveLength(LENGTH);
    const ask = ['-v', 'error', '-show_entries', 'format_tags=title', '-of', 'csv=p=0'];
    const { printed } = await storage.withLocalFile(mixKey('mp3', 'mp3'), (file) =>
      runTool('ffprobe', [...ask, file]),
    );
    expect(printed.trim()).toBe('A song');
  });

  it('counts what exceeds full scale, and holds it there', async () => {
    const input = inputFor('hot', { master: { gainDb: 6 } });
    const { result } = await run(input);
    expect(result.clippedSamples).toBeGreaterThan(0);
    expect(result.peakDbfs).toBeGreaterThan(6);
    expect(Math.max(...(await decodeMix(input))[0]!)).toBe((2 ** 23 - 1) / 2 ** 23);
  });

  it('says when a stem is missing or shorter than it should be', async () => {
    const [vocals] = inputFor('x').stems;
    const missing = inputFor('missing', { stems: [{ ...vocals!, id: 'guitar' }] });
    await expect(run(missing)).rejects.toThrow(JobFailure);
    await expect(run(missing)).rejects.toThrow('missing from the storage');
    await expect(run(inputFor('short', { lengthSamples: LENGTH + 1 }))).rejects.toThrow('damaged');
    expect(await storage.stat(mixKey('short', 'wav'))).toBeNull();
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const workDir = path.join(root, 'cancelled');
    await mkdir(workDir);
    const rendering = renderMixProcessor({
      ...{ jobId: 'j', input: inputFor('cancelled'), signal: controller.signal, storage, workDir },
      report: ({ progress }) => {
        if (progress > 0) controller.abort(new Error('enough'));
      },
    });
    await expect(rendering).rejects.toThrow('enough');
    expect(await readdir(workDir)).toEqual([]);
  });

  it('has faders that end where those of the document do', () => {
    expect(FADER_FLOOR_DB).toBe(FADER_MIN_DB);
  });
});
