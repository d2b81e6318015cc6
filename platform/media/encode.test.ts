// Encoding: what comes back from a file is what went in, and nothing stays behind after a failure.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeWhole } from './decode';
import { encodeStream } from './encode';
import { runTool } from './tool';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'encode-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const FRAMES = 10_000;
const COMMON = { sampleRate: 44_100, channels: 2 } as const;
const wave = (i: number) => Math.round(30_000 * Math.sin(i / 50));
const ints16 = Int16Array.from({ length: FRAMES * 2 }, (_, i) => wave(i));
const bytes24 = Uint8Array.from({ length: FRAMES * 6 }, (_, i) => {
  const value = wave(Math.floor(i / 3)) * 200;
  return (value >> (8 * (i % 3))) & 255;
});
const floats = Float32Array.from(ints16, (x) => x / 32_768);

async function roundTrip(format: 'wav' | 'flac', bitDepth: 16 | 24 | 32, pcm: ArrayBufferView) {
  const file = path.join(dir, `a.${format}`);
  const { bytes } = await encodeStream({ ...COMMON, path: file, format, bitDepth }, [pcm]);
  expect(bytes).toBe((await readFile(file)).length);
  const [left, right] = await decodeWhole(file, COMMON);
  return Array.from({ length: FRAMES * 2 }, (_, i) => (i % 2 === 0 ? left : right)?.[i >> 1]);
}

describe('encodeStream', () => {
  it.each(['wav', 'flac'] as const)('keeps integers exactly in %s', async (format) => {
    expect(await roundTrip(format, 16, ints16)).toEqual(Array.from(ints16, (x) => x / 2 ** 15));
    const expected = Array.from({ length: FRAMES * 2 }, (_, i) => (wave(i) * 200) / 2 ** 23);
    expect(await roundTrip(format, 24, bytes24)).toEqual(expected);
  });

  it('keeps floats exactly in wav', async () => {
    expect(await roundTrip('wav', 32, floats)).toEqual([...floats]);
  });

  it('writes MP3 with tags, of exactly the length that went in', async () => {
    const file = path.join(dir, 'a.mp3');
    const tags = { title: '=;#\n"Ünïcødé" ☃', artist: '-i /etc/passwd' };
    await encodeStream({ ...COMMON, path: file, format: 'mp3', bitDepth: 32, tags }, [floats]);
    expect((await decodeWhole(file, COMMON))[0]).toHaveLength(FRAMES);
    const { printed } = await runTool('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'format_tags',
      '-of',
      'json',
      file,
    ]);
    const { title, artist } = JSON.parse(printed).format.tags;
    expect({ title, artist }).toEqual({ title: '=;# "Ünïcødé" ☃', artist: tags.artist });
  });

  it.each([
    [44_100, 2],
    [48_000, 2],
    [22_050, 1],
  ] as const)(
    'writes MP3 at %d Hz with %d channels that decodes to the length it was made of',
    async (sampleRate, channels) => {
      const frame = sampleRate >= 32_000 ? 1152 : 576;
      // Where the decoder's delay of 1105 ends in the last 47 samples of a frame, the padding fills more than a frame.
      const critical = fc
        .tuple(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 0, max: 47 }))
        .map(([frames, rest]) => frames * frame + rest - (1105 % frame));
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.integer({ min: 1, max: 20_000 }), critical), async (length) => {
          const file = path.join(dir, `length-${sampleRate}.mp3`);
          const pcm = Float32Array.from({ length: length * channels }, (_, i) => Math.sin(i / 9) / 2);
          await encodeStream({ sampleRate, channels, path: file, format: 'mp3', bitDepth: 32 }, [pcm]);
          expect((await decodeWhole(file, { sampleRate, channels }))[0]).toHaveLength(length);
        }),
        { numRuns: 4, examples: [[148_628 % (frame * 20)]] },
      );
    },
  );

  it('refuses depths that a format does not take', async () => {
    const file = path.join(dir, 'no.flac');
    await expect(encodeStream({ ...COMMON, path: file, format: 'flac', bitDepth: 32 }, [])).rejects.toThrow(
      'flac',
    );
  });

  it.each(['wav', 'mp3'] as const)('leaves no %s behind when the source fails', async (format) => {
    const file = path.join(dir, `broken.${format}`);
    async function* broken() {
      yield floats;
      throw new Error('the source failed');
    }
    const writing = encodeStream({ ...COMMON, path: file, format, bitDepth: 32 }, broken());
    await expect(writing).rejects.toThrow('the source failed');
    expect(existsSync(file)).toBe(false);
  });

  it('reports a failure of the encoder itself', async () => {
    const file = path.join(dir, 'no-such-folder', 'a.flac');
    const blocks = Array.from({ length: 100 }, () => ints16);
    await expect(
      encodeStream({ ...COMMON, path: file, format: 'flac', bitDepth: 16 }, blocks),
    ).rejects.toThrow('could not be encoded');
  });
});
