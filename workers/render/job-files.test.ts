// What a render job makes beside a plain mix: stems in an archive, a cover, and nothing when it is cancelled.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipGain } from '@/audio/mix/clips';
import { clipOf } from '@/audio/mix/graph-of-mix';
import { dbToGain, gainToDb } from '@/audio/units';
import { DEFAULT_MASTER, DEFAULT_MIX, DEFAULT_STRIP } from '@/document/schema';
import type { ExportOptions } from '@/platform/jobs/export-options';
import { type RenderMixInput, renderMixJob } from '@/platform/jobs/render-mix';
import { runTool } from '@/platform/media/tool';
import { DiskStorage } from '@/platform/storage/disk';
import { coverKey, mixKey } from '@/platform/storage/keys';
import { writeStem } from '../stems/testing/stored-stems';
import { renderMixProcessor } from './processor';
import { decodeStereo, difference } from './testing/render-specs';
import { readStoredZip } from './testing/zip';

const SEGMENT = 20_000;
const LENGTH = 50_000;
const STEMS = ['vocals', 'drums', 'bass'] as const;

let root = '';
let storage: DiskStorage;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'render-files-'));
  storage = new DiskStorage(path.join(root, 'storage'));
  for (const [index, stemId] of STEMS.entries()) {
    const wave = (side: number) =>
      Float32Array.from({ length: LENGTH }, (_, i) => 0.3 * Math.sin(i / (7 + 3 * index) + side));
    const options = {
      storage,
      sourceId: 's',
      stemId,
      sampleRate: 44_100,
      workDir: root,
      segmentSamples: SEGMENT,
    };
    await writeStem(options, wave(0), wave(1));
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

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
  tags: { title: 'A song', artist: 'Ana', album: 'Demos' },
};

function inputFor(mixId: string, options: Partial<ExportOptions>, more: Partial<RenderMixInput> = {}) {
  const stems = STEMS.map((id) => ({
    id,
    name: id === 'bass' ? 'Drums' : id,
    sourceId: 's',
    sampleRate: 44_100,
    headroomBits: 0,
    lengthSamples: LENGTH,
    segmentSamples: SEGMENT,
  }));
  const strips = {
    vocals: { ...DEFAULT_STRIP, gainDb: -6, pan: 0.5, sends: { reverbDb: -6, delayDb: -60 } },
    drums: { ...DEFAULT_STRIP, invert: true },
    bass: { ...DEFAULT_STRIP, mute: true },
  };
  const mix = { ...DEFAULT_MIX, strips, master: { ...DEFAULT_MASTER, gainDb: -3 } };
  return renderMixJob.input.parse({
    mixId,
    cover: null,
    sampleRate: 44_100,
    lengthSamples: LENGTH,
    soloed: [],
    stems,
    mix,
    options: { ...OPTIONS, ...options },
    ...more,
  });
}

async function run(
  input: RenderMixInput,
  signal = new AbortController().signal,
  onStage = (_: string) => {},
) {
  const workDir = await mkdtemp(path.join(root, 'job-'));
  const report = ({ stage }: { stage?: string | null }) => onStage(stage ?? '');
  try {
    return await renderMixProcessor({ jobId: 'j', input, signal, storage, workDir, report });
  } finally {
    expect(await readdir(workDir)).toEqual([]);
  }
}

const readStored = (key: string): Promise<Buffer> => storage.withLocalFile(key, (file) => readFile(file));

describe('renderMixProcessor', () => {
  it('packs stems that add up to the mix', async () => {
    await run(inputFor('sum', {}));
    const result = await run(inputFor('stems', { stems: ['vocals', 'drums'] }));
    const files = readStoredZip(await readStored(mixKey('stems', 'zip')));
    expect([...files.keys()]).toEqual(['vocals.wav', 'drums.wav']);
    expect(result.files.map(({ stem, name }) => [stem, name])).toEqual([
      ['vocals', 'vocals.wav'],
      ['drums', 'drums.wav'],
    ]);
    const sum = new Float64Array(LENGTH);
    for (const [name, content] of files) {
      const file = path.join(root, name);
      await writeFile(file, content);
      const [left] = await decodeStereo(file);
      for (let i = 0; i < LENGTH; i++) sum[i]! += left![i]!;
    }
    const [mixed] = await storage.withLocalFile(mixKey('sum', 'wav'), (file) => decodeStereo(file));
    expect(gainToDb(difference(sum, mixed!))).toBeLessThan(-130);
  });

  it('writes dry stems that null with their sources as the clips lie, as long as the mix', async () => {
    const clips = [
      { start: 3_000, sourceStart: 1_000, length: 9_000, fadeIn: 0, fadeOut: 0 },
      { start: 20_000, sourceStart: 5_000, length: 10_000, fadeIn: 400, fadeOut: 600, source: 'drums' },
    ];
    const base = inputFor('x', {});
    const drums = {
      ...DEFAULT_STRIP,
      gainDb: -20,
      pan: -1,
      compressor: { ...DEFAULT_STRIP.compressor, bypass: false, thresholdDb: -40, ratio: 8 },
      sends: { reverbDb: 0, delayDb: 0 },
      automation: { gainDb: [{ at: 0, value: -30 }] },
    };
    const vocals = { ...drums, clips };
    const mix = { ...base.mix, strips: { vocals, drums }, master: { ...DEFAULT_MASTER, gainDb: -9 } };
    const options = { stems: ['vocals', 'drums'], processing: 'dry' } as const;
    for (const bitDepth of [24, 32] as const) {
      const id = `dry-${bitDepth}`;
      const asked = { ...options, stems: [...options.stems], bitDepth };
      await run(inputFor(id, asked, { mix, sources: base.stems }));
      const files = readStoredZip(await readStored(mixKey(id, 'zip')));
      const wave = (index: number, side: number, at: number) => 0.3 * Math.sin(at / (7 + 3 * index) + side);
      const expectedVocals = (side: number, at: number) =>
        clips.reduce((sum, clip, index) => {
          const into = at - clip.start;
          if (into < 0 || into >= clip.length) return sum;
          return sum + clipGain(clipOf(clip), into) * wave(index, side, clip.sourceStart + into);
        }, 0);
      for (const [name, expected] of [
        ['vocals.wav', expectedVocals],
        ['drums.wav', (side: number, at: number) => wave(1, side, at)],
      ] as const) {
        const file = path.join(root, name);
        await writeFile(file, files.get(name) ?? '');
        for (const [side, channel] of (await decodeStereo(file)).entries()) {
          expect(channel).toHaveLength(LENGTH);
          const wanted = Float32Array.from(channel, (_, at) => expected(side, at));
          expect(gainToDb(difference(channel, wanted))).toBeLessThan(-120);
        }
      }
    }
  });

  it.each([
    ['whole', null, 1],
    ['section', { from: 10_000, to: 40_000 }, 1],
  ] as const)('adds a click track as long as the stems, to the sample: %s', async (name, range, tempo) => {
    const timing = { beats: [12_000, 22_000, 32_000], downbeats: [12_000, 32_000], markers: [] };
    const base = inputFor('x', {});
    const asked = { stems: ['vocals'], click: true, range };
    const result = await run(inputFor(`click-${name}`, asked, { timing, mix: { ...base.mix, tempo } }));
    const files = readStoredZip(await readStored(mixKey(`click-${name}`, 'zip')));
    expect(result.files.map((file) => [file.stem, file.name])).toEqual([
      ['vocals', 'vocals.wav'],
      ['click', 'Click.wav'],
    ]);
    const file = path.join(root, 'Click.wav');
    await writeFile(file, files.get('Click.wav') ?? '');
    const [left = new Float32Array(0)] = await decodeStereo(file);
    expect(left).toHaveLength(range ? 30_000 : LENGTH);
    const from = range?.from ?? 0;
    for (const at of timing.beats) {
      expect(Math.abs(left[at - from - 1] ?? 1)).toBeLessThan(1e-3);
      expect(Math.abs(left[at - from + 2] ?? 0)).toBeGreaterThan(0.05);
    }
  });

  it('renders a clip that names another source as that source sounds there', async () => {
    const shape = { start: 700, length: LENGTH - 1_400, fadeIn: 100, fadeOut: 200 };
    const clip = { ...shape, sourceStart: 500 };
    const mixOf = (strips: RenderMixInput['mix']['strips']) => ({ ...DEFAULT_MIX, strips });
    const muted = { ...DEFAULT_STRIP, mute: true };
    const named = { ...DEFAULT_STRIP, clips: [{ ...clip, source: 'vocals' }] };
    const { stems } = inputFor('x', {});
    const own = { vocals: { ...DEFAULT_STRIP, clips: [clip] }, drums: muted, bass: muted };
    const other = { vocals: muted, drums: named, bass: muted };
    await run(inputFor('own', {}, { mix: mixOf(own) }));
    await run(inputFor('other', {}, { mix: mixOf(other), sources: stems }));
    const [expected, rendered] = await Promise.all(
      ['own', 'other'].map((id) => storage.withLocalFile(mixKey(id, 'wav'), (file) => decodeStereo(file))),
    );
    expect(gainToDb(difference(rendered![0]!, expected![0]!))).toBeLessThan(-130);
    expect(Math.max(...expected![0]!)).toBeGreaterThan(0.2);
  });

  it('stores one stem as a file of its own, also a muted one', async () => {
    const result = await run(inputFor('one', { stems: ['bass'], format: 'flac' }));
    const [left] = await storage.withLocalFile(mixKey('one', 'flac'), (file) => decodeStereo(file));
    const expected = Float32Array.from(left!, (_, i) => 0.3 * dbToGain(-3) * Math.sin(i / 13));
    expect(gainToDb(difference(left!, expected))).toBeLessThan(-120);
    expect(result).toMatchObject({
      files: [{ stem: 'bass', name: 'Drums.flac' }],
      durationS: LENGTH / 44_100,
    });
    expect(result.integratedLufs).toBeLessThan(-10);
  });

  it.each(['mp3', 'flac'] as const)('writes cover and metadata into %s', async (format) => {
    const image = path.join(root, 'cover.jpg');
    const draw = ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=red:s=64x48', '-frames:v', '1', image];
    await runTool('ffmpeg', draw);
    await storage.putFile(coverKey('p'), image);
    await run(inputFor('covered', { format }, { cover: { projectId: 'p', kind: 'jpeg' } }));
    const show = ['-show_entries', 'stream=codec_type,width,height:format_tags', '-of', 'json'];
    const { printed } = await storage.withLocalFile(mixKey('covered', format), (file) =>
      runTool('ffprobe', ['-v', 'error', ...show, file]),
    );
    const { streams, format: read } = JSON.parse(printed);
    expect(streams).toMatchObject([{ codec_type: 'audio' }, { codec_type: 'video', width: 64, height: 48 }]);
    const tags = Object.fromEntries(
      Object.entries(read.tags).map(([key, value]) => [key.toLowerCase(), value]),
    );
    expect(tags).toMatchObject({ title: 'A song', artist: 'Ana', album: 'Demos' });
  });

  it('leaves nothing in the storage when it is cancelled, not even at the last moment', async () => {
    for (const [stage, stems] of [
      ['mixing', ['vocals', 'drums']],
      ['encoding', null],
      ['storing', null],
    ] as const) {
      const controller = new AbortController();
      const input = inputFor(`off-${stage}`, {
        format: 'flac',
        sampleRate: 48_000,
        stems: stems && [...stems],
      });
      const rendering = run(
        input,
        controller.signal,
        (now) => now === stage && controller.abort(new Error(stage)),
      );
      await expect(rendering).rejects.toThrow(stage);
    }
    const stored = await storage.list('mixes');
    expect(stored.filter((key) => key.includes('off-'))).toEqual([]);
  });
});
