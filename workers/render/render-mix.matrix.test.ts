// Renders: sections and stems that are parts of the whole, loudness on target, ceilings kept in every format.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NEUTRAL_COMPRESSOR } from '@/audio/dynamics/compressor';
import { DEFAULT_LIMITER } from '@/audio/dynamics/limiter';
import { measureLoudness } from '@/audio/loudness/loudness-meter';
import type { StripSettings } from '@/audio/mix/graph';
import { gainToDb, SAMPLE_RATE, samples } from '@/audio/units';
import { thinned } from '@/contract/testing/thinned';
import { renderMix } from './render-mix';
import type { RenderSource, RenderSpec } from './render-spec';
import { beats, decodeStereo, difference, sourceOf, specOf, writeWav } from './testing/render-specs';

const RATE = SAMPLE_RATE;
const SECONDS = 5;
const SHAPED: Partial<StripSettings> = {
  gainDb: -3,
  pan: 0.3,
  sends: { reverbDb: -9, delayDb: -12 },
  compressor: { ...NEUTRAL_COMPRESSOR, thresholdDb: -30, ratio: 4, lookAheadMs: 3 },
  automation: {
    gainDb: [
      { at: samples(RATE), value: -12 },
      { at: samples(3 * RATE), value: 0 },
    ],
  },
};

let folder = '';
let file = '';
let sources: RenderSource[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'render-mix-'));
  file = await writeWav(folder, 'a', beats(SECONDS));
  const other = await writeWav(folder, 'b', beats(SECONDS, 7));
  sources = [sourceOf(file, SHAPED), sourceOf(other, { gainDb: -6, pan: -0.5 })];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function rendered(spec: RenderSpec): Promise<Float32Array[]> {
  await renderMix(spec);
  return decodeStereo(spec.output.path, spec.output.sampleRate);
}

describe('renderMix', () => {
  it('renders a section as the same part of the whole, with what still rings from before', async () => {
    const whole = await rendered(specOf(folder, sources));
    for (const range of [
      { from: 2 * RATE + 17, to: 4 * RATE },
      { from: 3 * RATE, to: 99 * RATE },
    ]) {
      const section = await rendered(specOf(folder, sources, { range }));
      const end = Math.min(range.to, SECONDS * RATE);
      expect(section[0]).toHaveLength(end - range.from);
      for (const side of [0, 1]) {
        expect(difference(section[side]!, whole[side]!.subarray(range.from, end))).toBeLessThan(1e-9);
      }
    }
    const beyond = specOf(folder, sources, { range: { from: 6 * RATE, to: 7 * RATE } });
    await expect(renderMix(beyond)).rejects.toThrow('begins after the end');
  });

  it('renders stems that add up to the mix', async () => {
    const whole = await rendered(specOf(folder, sources, { tailSamples: RATE }));
    const sum = [0, 1].map(() => new Float64Array(whole[0]!.length));
    for (const source of sources) {
      const stem = await rendered(specOf(folder, [source], { tailSamples: RATE }));
      for (const side of [0, 1]) {
        for (let i = 0; i < sum[side]!.length; i++) sum[side]![i]! += stem[side]![i] ?? 0;
      }
    }
    expect(sum[0]).toHaveLength((SECONDS + 1) * RATE);
    for (const side of [0, 1]) expect(gainToDb(difference(sum[side]!, whole[side]!))).toBeLessThan(-130);
  });

  it.each([-16, -9])('meets %d LUFS within 0.2 LU below its ceiling', async (loudnessLufs) => {
    const report = await renderMix(specOf(folder, [sourceOf(file)], { loudnessLufs }));
    const [left, right] = await decodeStereo(path.join(folder, 'out.wav'));
    const measured = measureLoudness(left!, right!);
    expect(Math.abs(measured.integratedLufs - loudnessLufs)).toBeLessThan(0.2);
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(-1);
    expect(report).toMatchObject({ loudnessShortfallLu: null, lengthSamples: SECONDS * RATE });
    expect(report.integratedLufs).toBeCloseTo(measured.integratedLufs, 2);
  });

  it('says by how much a target is missed that no limiting reaches', async () => {
    const click = new Float32Array(SECONDS * RATE);
    for (let i = 0; i < click.length; i += RATE) click[i] = 1;
    const clicks = await writeWav(folder, 'clicks', [click, click]);
    const report = await renderMix(specOf(folder, [sourceOf(clicks)], { loudnessLufs: -9 }));
    expect(report.loudnessShortfallLu).toBeGreaterThan(5);
    expect(report.integratedLufs! + report.loudnessShortfallLu!).toBeCloseTo(-9, 1);
    expect(report.truePeakDbtp).toBeLessThanOrEqual(-1);
  });

  it.each([
    ['mp3', 44_100, -9],
    ['wav', 96_000, undefined],
    ['flac', 48_000, undefined],
  ] as const)(
    'keeps the ceiling in what %s at %d Hz decodes to',
    async (format, sampleRate, loudnessLufs) => {
      const master = { gainDb: 6, limiter: DEFAULT_LIMITER };
      const output = { format, sampleRate, bitDepth: 24 } as const;
      const spec = specOf(folder, [sourceOf(file)], { master, loudnessLufs }, output);
      const report = await renderMix(spec);
      const [left, right] = await decodeStereo(spec.output.path, sampleRate);
      expect(left).toHaveLength(SECONDS * sampleRate);
      const measured = measureLoudness(left!, right!, sampleRate);
      expect(measured.truePeakDbtp).toBeLessThanOrEqual(-1);
      expect(report.truePeakDbtp).toBeCloseTo(measured.truePeakDbtp, 2);
      if (loudnessLufs) expect(Math.abs(measured.integratedLufs - loudnessLufs)).toBeLessThan(0.25);
    },
  );

  it('leaves nothing behind when it is cancelled or fails', async () => {
    const before = await readdir(folder);
    for (const stage of thinned(['mixing', 'stretching', 'mastering', 'encoding'] as const, 3)) {
      const controller = new AbortController();
      const spec = specOf(
        folder,
        sources,
        { tempo: 1.1, loudnessLufs: -14, lengthSamples: SECONDS * RATE },
        { format: 'flac', bitDepth: 24, path: path.join(folder, 'never.flac') },
      );
      const onProgress = (now: string) => now === stage && controller.abort(new Error(`at ${stage}`));
      await expect(renderMix(spec, { signal: controller.signal, onProgress })).rejects.toThrow(`at ${stage}`);
    }
    const broken = specOf(folder, [sourceOf(path.join(folder, 'gone.wav'))], { loudnessLufs: -14 });
    await expect(
      renderMix({ ...broken, output: { ...broken.output, path: path.join(folder, 'never.wav') } }),
    ).rejects.toThrow();
    expect(await readdir(folder)).toEqual(before);
  });
});
