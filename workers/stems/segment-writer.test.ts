// Stored stems: every segment decodes alone, and all of them are the stem, bit for bit.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePeaks } from '@/audio/peaks';
import { decodeWhole } from '@/server/shared/media/decode';
import { readHeaders } from '@/server/shared/media/headers';
import { streamStem, streamStemFlac } from '@/server/shared/media/stem-stream';
import { DiskStorage } from '@/server/shared/storage/disk';
import { stemPeaksKey, stemSegmentKey } from '@/server/shared/storage/keys';
import { ObjectNotFoundError } from '@/server/shared/storage/storage';
import { StemWriter, writeStem } from './segment-writer';
import { headroomFor, quantiseStem } from './stem-quantiser';

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
  ...{ storage, sourceId, stemId: 'vocals', sampleRate: 44_100 },
  ...{ workDir: root, segmentSamples: SEGMENT },
});

async function collect(pieces: AsyncIterable<Float32Array>): Promise<number[]> {
  const samples: number[] = [];
  for await (const piece of pieces) samples.push(...piece);
  return samples;
}

describe('StemWriter', () => {
  it.each([
    ['quiet', 0.9, 0],
    ['hot', 3, 2],
  ])('stores a %s stem bit for bit', async (sourceId, gain, headroomBits) => {
    const [left, right] = [wave(91_234, gain), wave(91_234, -gain / 2)];
    const writer = await StemWriter.open(optionsFor(sourceId));
    for (let at = 0; at < left.length; at += 7777) {
      await writer.append(left.subarray(at, at + 7777), right.subarray(at, at + 7777));
    }
    const written = await writer.finish();
    expect(written).toMatchObject({ id: 'vocals', headroomBits });
    expect(written.peakDbfs).toBeCloseTo(20 * Math.log10(gain), 1);

    const segmentCount = Math.ceil(left.length / SEGMENT);
    const stored = await collect(streamStem(storage, { sourceId, stem: 'vocals', segmentCount }));
    const expected = left.map((x) => Math.round(x * 2 ** (23 - headroomBits)) / 2 ** 23);
    expect(stored.filter((_, i) => i % 2 === 0)).toEqual([...expected]);
    const last = stemSegmentKey(sourceId, 'vocals', segmentCount - 1);
    const options = { sampleRate: 44_100, channels: 2 } as const;
    const [tail] = await storage.withLocalFile(last, (file) => decodeWhole(file, options));
    expect(tail).toEqual(expected.subarray(SEGMENT * (segmentCount - 1)));
    expect(await storage.stat(stemSegmentKey(sourceId, 'vocals', segmentCount))).toBeNull();
    expect(await readdir(root)).toEqual(['storage']);
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

  it('stops when it is aborted and leaves no temporary files', async () => {
    const controller = new AbortController();
    const writer = await StemWriter.open({ ...optionsFor('aborted'), signal: controller.signal });
    await writer.append(wave(SEGMENT, 1), wave(SEGMENT, 1));
    controller.abort(new Error('enough'));
    await expect(writer.finish()).rejects.toThrow('enough');
    expect(await readdir(root)).toEqual(['storage']);
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
    expect((await readHeaders(file, 'flac', {})).claimedS).toBeCloseTo(left.length / 44_100, 4);
    await expect(collect(streamStem(storage, { ...stored, segmentCount: 4 }))).rejects.toThrow(
      ObjectNotFoundError,
    );
  });
});

describe('the quantiser', () => {
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
