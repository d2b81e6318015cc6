// Stems in an archive: they add up to the mix, dry ones are what their clips play, and a click track lies on the beats.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipGain } from '@/audio/mix/clips';
import { clipOf } from '@/audio/mix/graph-of-mix';
import { gainToDb } from '@/audio/units';
import { at } from '@/contract/required';
import { thinned } from '@/contract/testing/thinned';
import { DEFAULT_MASTER, DEFAULT_STRIP } from '@/document/schema';
import { mixKey } from '@/platform/storage/keys';
import { inputFor, LENGTH, RenderJobs, stemWave } from './testing/render-jobs';
import { decodeStereo, difference } from './testing/render-specs';
import { readStoredZip } from './testing/zip';

let jobs: RenderJobs;
beforeAll(async () => {
  jobs = await RenderJobs.open();
});
afterAll(() => jobs.close());

describe('an archive of stems', () => {
  it('packs stems that add up to the mix', async () => {
    await jobs.run(inputFor('sum', {}));
    const result = await jobs.run(inputFor('stems', { stems: ['vocals', 'drums'] }));
    const files = readStoredZip(await jobs.readStored(mixKey('stems', 'zip')));
    expect([...files.keys()]).toEqual(['vocals.wav', 'drums.wav']);
    expect(result.files.map(({ stem, name }) => [stem, name])).toEqual([
      ['vocals', 'vocals.wav'],
      ['drums', 'drums.wav'],
    ]);
    const sum = new Float64Array(LENGTH);
    for (const [name, content] of files) {
      const file = path.join(jobs.root, name);
      await writeFile(file, content);
      const [left] = await decodeStereo(file);
      for (let i = 0; i < LENGTH; i++) sum[i]! += left![i]!;
    }
    const [mixed] = await jobs.storage.withLocalFile(mixKey('sum', 'wav'), (file) => decodeStereo(file));
    expect(gainToDb(difference(sum, mixed!))).toBeLessThan(-130);
  });

  it('packs tracks of a group through its fader, balance and sends: they add up to the mix as well', async () => {
    const base = inputFor('x', {});
    const group = {
      ...at(base.stems, 0),
      id: 'band',
      stemId: null,
      lengthSamples: 0,
      kind: 'group' as const,
    };
    const { vocals = DEFAULT_STRIP } = base.mix.strips;
    const band = { ...vocals, gainDb: -4, pan: -0.3, clips: [] };
    const grouped = { ...DEFAULT_STRIP, group: 'band' };
    const strips = { vocals: { ...vocals, group: 'band' }, drums: grouped, bass: DEFAULT_STRIP, band };
    const more = { mix: { ...base.mix, strips }, stems: [group, ...base.stems] };
    await jobs.run(inputFor('grouped', {}, more));
    const [mixed] = await jobs.storage.withLocalFile(mixKey('grouped', 'wav'), (file) => decodeStereo(file));
    await jobs.run(inputFor('group-stems', { stems: ['vocals', 'drums', 'bass'] }, more));
    const sum = new Float64Array(LENGTH);
    for (const content of readStoredZip(await jobs.readStored(mixKey('group-stems', 'zip'))).values()) {
      await writeFile(path.join(jobs.root, 'part.wav'), content);
      const [left] = await decodeStereo(path.join(jobs.root, 'part.wav'));
      for (let i = 0; i < LENGTH; i++) sum[i]! += left![i]!;
    }
    expect(gainToDb(difference(sum, mixed!))).toBeLessThan(-125);
  });

  it.each(thinned([24, 32] as const, 2))(
    'writes dry stems of %i bits that null with their sources as the clips lie',
    async (bitDepth) => {
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
      const id = `dry-${bitDepth}`;
      const asked = { ...options, stems: [...options.stems], bitDepth };
      await jobs.run(inputFor(id, asked, { mix, sources: base.stems }));
      const files = readStoredZip(await jobs.readStored(mixKey(id, 'zip')));
      const expectedVocals = (side: number, at: number) =>
        clips.reduce((sum, clip, index) => {
          const into = at - clip.start;
          if (into < 0 || into >= clip.length) return sum;
          return sum + clipGain(clipOf(clip), into) * stemWave(index, side, clip.sourceStart + into);
        }, 0);
      for (const [name, expected] of [
        ['vocals.wav', expectedVocals],
        ['drums.wav', (side: number, at: number) => stemWave(1, side, at)],
      ] as const) {
        const file = path.join(jobs.root, name);
        await writeFile(file, files.get(name) ?? '');
        for (const [side, channel] of (await decodeStereo(file)).entries()) {
          expect(channel).toHaveLength(LENGTH);
          const wanted = Float32Array.from(channel, (_, at) => expected(side, at));
          expect(gainToDb(difference(channel, wanted))).toBeLessThan(-120);
        }
      }
    },
  );

  it.each(
    thinned(
      [
        ['whole', null, 1],
        ['section', { from: 10_000, to: 40_000 }, 1],
        ['faster', null, 1.25],
      ] as const,
      2,
      1,
    ),
  )('adds a click track as long as the stems, to the sample: %s', async (name, range, tempo) => {
    const timing = { beats: [12_000, 22_000, 32_000], downbeats: [12_000, 32_000], markers: [] };
    const base = inputFor('x', {});
    const asked = { stems: ['vocals'], click: true, range };
    const result = await jobs.run(inputFor(`click-${name}`, asked, { timing, mix: { ...base.mix, tempo } }));
    const files = readStoredZip(await jobs.readStored(mixKey(`click-${name}`, 'zip')));
    expect(result.files.map((file) => [file.stem, file.name])).toEqual([
      ['vocals', 'vocals.wav'],
      ['click', 'Click.wav'],
    ]);
    const file = path.join(jobs.root, 'Click.wav');
    await writeFile(file, files.get('Click.wav') ?? '');
    const [left = new Float32Array(0)] = await decodeStereo(file);
    const from = range?.from ?? 0;
    expect(left).toHaveLength(((range ? range.to : LENGTH) - from) / tempo);
    for (const beat of timing.beats) {
      const at = (beat - from) / tempo;
      expect(Math.abs(left[at - 1] ?? 1)).toBeLessThan(1e-3);
      expect(Math.abs(left[at + 2] ?? 0)).toBeGreaterThan(0.05);
    }
  });
});
