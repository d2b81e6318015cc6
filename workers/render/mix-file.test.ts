// Files of mixes: nothing beyond full scale in them, but in the float files of single stems.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MixFile } from './mix-file';
import { decodeStereo } from './testing/render-specs';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mix-file-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const GIVEN = [0.5, 1.4, -1.4, 0.25, ...new Array<number>(400).fill(0.1)];

describe('MixFile', () => {
  it.each([
    [false, [0.5, 1, -1, 0.25], 2],
    [true, [0.5, 1.4, -1.4, 0.25], 0],
  ])(
    'clamps 32-bit floats to full scale unless overs are to be kept (%s)',
    async (keepsOvers, written, clipped) => {
      const file = path.join(folder, `${keepsOvers}.wav`);
      const output = { path: file, format: 'wav', bitDepth: 32, keepsOvers } as const;
      const mix = await MixFile.open({ output, sampleRate: 44_100 }, GIVEN.length);
      await mix.write(Float32Array.from(GIVEN), new Float32Array(GIVEN.length), GIVEN.length, 1.4);
      expect((await mix.finish()).clippedSamples).toBe(clipped);
      const [left] = await decodeStereo(file);
      expect(left!.slice(0, 4)).toEqual(Float32Array.from(written));
    },
  );

  it('writes silence for what is no number', async () => {
    const file = path.join(folder, 'nan.wav');
    const output = { path: file, format: 'wav', bitDepth: 32 } as const;
    const mix = await MixFile.open({ output, sampleRate: 44_100 }, GIVEN.length);
    const broken = Float32Array.from(GIVEN, (x, i) =>
      i === 1 ? Number.NaN : i === 2 ? Number.POSITIVE_INFINITY : x,
    );
    await mix.write(broken, broken.slice(), GIVEN.length, 1);
    await mix.finish();
    expect((await decodeStereo(file))[0]!.slice(0, 4)).toEqual(Float32Array.of(0.5, 0, 0, 0.25));
  });
});
