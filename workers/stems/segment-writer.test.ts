// Stored stems: every segment decodes alone, and all of them are the stem, bit for bit.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePeaks } from '@/audio/peaks';
import { decodeWhole } from '@/platform/media/decode';
import { readHeaders } from '@/platform/media/headers';
import { streamStem, streamStemFlac, streamStemWav } from '@/platform/media/stem-stream';
import { writeWavHeader } from '@/platform/media/wav-header';
import { DiskStorage } from '@/platform/storage/disk';
import { stemPeaksKey, stemSegmentKey } from '@/platform/storage/keys';
import { ObjectNotFoundError } from '@/platform/storage/storage';
import { StemsWriter } from './segment-writer';
import { headroomFor, headroomOfStems, quantiseStem } from './stem-quantiser';
import { writeStem } from './testing/stored-stems';

let root = '';
let storage: DiskStorage;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'segments-'));
  storage = new DiskStorage(path.join(root, 'storage'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const SEGMENT = 5000;
const wave = (frames: number, gain: number) =>
  Float32Array.from({ length: frames }, (_, i) => gain * Math.sin(i / 17) * Math.cos(i / 1001));

const optionsFor = (sourceId: string) => ({
  storage,
  sourceId,
  stemId: 'vocals',
  sampleRate: 44_100,
  workDir: root,
  segmentSamples: SEGMENT,
});

const manyFor = (sourceId: string) => {
  const { stemId: _, ...options } = optionsFor(sourceId);
  return { ...options, stemIds: ['vocals', 'drums'], headroomBits: 0 };
};

async function collect(pieces: AsyncIterable<Float32Array>): Promise<number[]> {
  const samples: number[] = [];
  for await (const piece of pieces) samples.push(...piece);
  return samples;
}

async function storedSamples(sourceId: string, stem: string, segmentCount: number): Promise<number[]> {
  return collect(streamStem(storage, { sourceId, stem, segmentCount }));
}

/** What a sample is after it was stored. */
const asStored = (x: number, headroomBits: number): number =>
  Math.round(x * 2 ** (23 - headroomBits)) / 2 ** 23;

describe('StemsWriter', () => {
  const LENGTH = 91_234;
  const sides = (gain: number) => [wave(LENGTH, gain), wave(LENGTH, -gain / 2)] as const;

  it('stores every segment as soon as it is complete, bit for bit in the end', async () => {
    const [vocals, drums] = [sides(0.9), sides(3)];
    const writer = await StemsWriter.open({ ...manyFor('two'), headroomBits: 2 });
    for (let at = 0; at < LENGTH; at += 7777) {
      await writer.append(
        [vocals, drums].map(([l, r]) => [l.subarray(at, at + 7777), r.subarray(at, at + 7777)]),
      );
      const there = Math.min(LENGTH, at + 7777);
      expect(writer.availableSamples).toBe(there - (there % SEGMENT));
      const segments = writer.availableSamples / SEGMENT;
      expect(await storage.stat(stemSegmentKey('two', 'drums', segments))).toBeNull();
      if (segments === 0) continue;
      expect(await storage.stat(stemSegmentKey('two', 'drums', segments - 1))).not.toBeNull();
      const peaks = await storage.withLocalFile(stemPeaksKey('two', 'vocals'), (file) => readFile(file));
      expect(decodePeaks(peaks).lengthSamples).toBe(writer.availableSamples);
    }
    const written = await writer.finish();
    expect(writer.availableSamples).toBe(LENGTH);
    expect(written.map(({ id, headroomBits }) => [id, headroomBits])).toEqual([
      ['vocals', 2],
      ['drums', 2],
    ]);
    expect(written[1]!.peakDbfs).toBeCloseTo(20 * Math.log10(3), 1);
    const segmentCount = Math.ceil(LENGTH / SEGMENT);
    for (const [stem, [left]] of [
      ['vocals', vocals],
      ['drums', drums],
    ] as const) {
      const stored = await storedSamples('two', stem, segmentCount);
      expect(stored.filter((_, i) => i % 2 === 0)).toEqual([...left].map((x) => asStored(x, 2)));
    }
    const last = stemSegmentKey('two', 'vocals', segmentCount - 1);
    const options = { sampleRate: 44_100, channels: 2 } as const;
    const [tail] = await storage.withLocalFile(last, (file) => decodeWhole(file, options));
    expect([...tail!]).toEqual(
      [...vocals[0].subarray(SEGMENT * (segmentCount - 1))].map((x) => asStored(x, 2)),
    );
    expect(await readdir(root)).toEqual(['storage']);
  });

  it('clamps what exceeds the headroom to the highest value', async () => {
    const writer = await StemsWriter.open({ ...manyFor('clipped'), stemIds: ['vocals'], headroomBits: 0 });
    await writer.append([[Float32Array.of(1.5), Float32Array.of(-1.5)]]);
    expect((await writer.finish())[0]!.peakDbfs).toBeCloseTo(3.5, 1);
    expect(await storedSamples('clipped', 'vocals', 1)).toEqual([1 - 2 ** -23, -1]);
  });

  it('stops when it is aborted and leaves no temporary files', async () => {
    const controller = new AbortController();
    const writer = await StemsWriter.open({ ...manyFor('aborted'), signal: controller.signal });
    await writer.append([sides(1), sides(1)]);
    controller.abort(new Error('enough'));
    await expect(writer.finish()).rejects.toThrow('enough');
    expect(await readdir(root)).toEqual(['storage']);
  });
});

describe('writeStem', () => {
  it.each([
    ['quiet', 0.9, 0],
    ['hot', 3, 2],
  ])('turns a %s stem down only as far as it needs', async (sourceId, gain, headroomBits) => {
    const left = wave(12_000, gain);
    expect(await writeStem(optionsFor(sourceId), left, left)).toMatchObject({ id: 'vocals', headroomBits });
    const stored = await storedSamples(sourceId, 'vocals', 3);
    expect(stored.filter((_, i) => i % 2 === 0)).toEqual([...left].map((x) => asStored(x, headroomBits)));
  });

  it('stores peaks of the whole stem', async () => {
    const left = wave(3000, 2);
    await writeStem(optionsFor('peaks'), left, left);
    const bytes = await storage.withLocalFile(stemPeaksKey('peaks', 'vocals'), (file) => readFile(file));
    const peaks = decodePeaks(bytes);
    expect(peaks).toMatchObject({ lengthSamples: 3000, samplesPerPoint: 1024 });
    expect(Math.max(...peaks.max)).toBeCloseTo(Math.max(...left), 3);
  });

  it('stores silence and a stem of no length', async () => {
    const nothing = new Float32Array(0);
    expect(await writeStem(optionsFor('none'), nothing, nothing)).toMatchObject({ peakDbfs: null });
    const silence = new Float32Array(10);
    expect(await writeStem(optionsFor('silence'), silence, silence)).toMatchObject({ headroomBits: 0 });
  });
});

describe('a stored stem', () => {
  it('can be read as one FLAC file', async () => {
    const left = wave(12_000, 0.5);
    await writeStem(optionsFor('flac'), left, left);
    const stored = { sourceId: 'flac', stem: 'vocals', segmentCount: 3 };
    const pieces: Buffer[] = [];
    for await (const piece of streamStemFlac(storage, stored, left.length)) pieces.push(piece);
    const file = path.join(root, 'joined.flac');
    await writeFile(file, Buffer.concat(pieces));
    expect((await readHeaders(file, { demuxer: 'flac', bytes: null }, {})).claimedS).toBeCloseTo(
      left.length / 44_100,
      4,
    );
    await expect(collect(streamStem(storage, { ...stored, segmentCount: 4 }))).rejects.toThrow(
      ObjectNotFoundError,
    );
  });
});

describe('the file of a stem that is saved', () => {
  const LENGTH = 12_000;
  const [left, right] = [wave(LENGTH, 0.9), wave(LENGTH, -0.6)];
  /** What `left` and `right` are after they were stored; every bit of headroom costs one below. */
  const meant = (gain: number, headroomBits: number) =>
    [left, right].map((side) =>
      side.map((x) => asStored(Math.fround(gain * x), headroomBits) * 2 ** headroomBits + 0),
    );

  async function save(name: string, headroomBits: number, gain: number, pieces: AsyncIterable<Buffer>) {
    const writer = await StemsWriter.open({ ...manyFor(name), stemIds: ['vocals'], headroomBits });
    await writer.append([[left.map((x) => gain * x), right.map((x) => gain * x)]]);
    await writer.finish();
    const file = path.join(root, name);
    const bytes: Buffer[] = [];
    for await (const piece of pieces) bytes.push(piece);
    await writeFile(file, Buffer.concat(bytes));
    return decodeWhole(file, { sampleRate: 44_100, channels: 2 });
  }
  const storedAs = (sourceId: string) => ({ sourceId, stem: 'vocals', segmentCount: 3 });

  it.each([0, 1, 2])('is at the level at which it plays, with %d bits of headroom', async (headroomBits) => {
    const name = `saved-${headroomBits}`;
    const pieces = streamStemFlac(storage, storedAs(name), LENGTH, { headroomBits });
    expect(await save(name, headroomBits, 1, pieces)).toEqual(meant(1, headroomBits));
  });

  it('keeps peaks above full scale as floats', async () => {
    const header = writeWavHeader({ sampleRate: 44_100, channels: 2, bitDepth: 32 }, LENGTH);
    const pieces = streamStemWav(storage, storedAs('saved-hot'), header, { headroomBits: 2 });
    const saved = await save('saved-hot', 2, 1.5, pieces);
    expect(Math.max(...saved[0]!)).toBeGreaterThan(1.2);
    expect(saved).toEqual(meant(1.5, 2));
  });
});

describe('the quantiser', () => {
  it('grants the stems of a mix three times its peak', () => {
    expect([0.3, 0.9, 1.3, 2].map(headroomOfStems)).toEqual([0, 2, 2, 3]);
  });

  it('never clips and never uses more headroom than needed', () => {
    fc.assert(
      fc.property(fc.float({ min: Math.fround(0.01), max: 200, noNaN: true }), (peak) => {
        const bits = headroomFor(peak);
        const [up, down] = quantiseStem(Float32Array.of(peak, -peak), bits);
        expect(up).toBe(Math.round(peak * 2 ** (23 - bits)) * 256);
        expect(down).toBe(Math.round(-peak * 2 ** (23 - bits)) * 256);
        if (bits > 0) expect(Math.round(peak * 2 ** (24 - bits))).toBeGreaterThan(2 ** 23 - 1);
      }),
    );
  });
});
