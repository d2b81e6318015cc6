// Decoding: exact lengths, exact samples, nothing that is not a number.

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { required } from '@/contract/required';
import { decodeStream, decodeWhole } from './decode';
import { UnusableAudioError } from './errors';
import { floatFrames } from './float-frames';
import { writeTone } from './testing/tones';
import { runTool } from './tool';
import { readWavHeader, writeWavHeader } from './wav-header';

const STUDIO = { sampleRate: 44_100, channels: 2 } as const;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'decode-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const file = (name: string) => path.join(dir, name);

async function floatWav(name: string, samples: Float32Array, sampleRate: number, channels: number) {
  const header = writeWavHeader({ sampleRate, channels, bitDepth: 32 }, samples.length / channels);
  await writeFile(file(name), Buffer.concat([header, Buffer.from(samples.buffer)]));
  return file(name);
}

describe('decodeWhole', () => {
  it('returns stereo at 44.1 kHz bit for bit', async () => {
    const samples = Float32Array.from({ length: 2000 }, (_, i) => Math.sin(i) * 1.5);
    const [left, right] = await decodeWhole(await floatWav('a.wav', samples, 44_100, 2), STUDIO);
    expect(left).toEqual(samples.filter((_, i) => i % 2 === 0));
    expect(right).toEqual(samples.filter((_, i) => i % 2 === 1));
  });

  it.each([
    [48_000, 4_801],
    [96_000, 9_999],
    [22_050, 1_001],
    [8_000, 333],
  ])('resamples %i Hz, %i frames to the rounded length', async (rate, frames) => {
    const [left] = await decodeWhole(await writeTone(file('r.wav'), frames, rate, 1), STUDIO);
    expect(left).toHaveLength(Math.round((frames * 44_100) / rate));
  });

  it('spreads mono over both sides at its own level, and mixes surround down', async () => {
    const mono = await floatWav('m.wav', new Float32Array(500).fill(0.5), 44_100, 1);
    expect(await decodeWhole(mono, STUDIO)).toEqual([
      new Float32Array(500).fill(0.5),
      new Float32Array(500).fill(0.5),
    ]);
    const surround = await decodeWhole(await writeTone(file('s.wav'), 500, 44_100, 6), STUDIO);
    expect(surround.map((channel) => channel.length)).toEqual([500, 500]);
    expect(await decodeWhole(mono, { sampleRate: 44_100, channels: 1 })).toHaveLength(1);
  });

  it('replaces what is no sample by silence', async () => {
    const samples = Float32Array.of(
      0.1,
      0.2,
      -1.4,
      ...new Float32Array(17),
      Number.NaN,
      Number.NEGATIVE_INFINITY,
    );
    const [left, right] = await decodeWhole(await floatWav('n.wav', samples, 44_100, 2), STUDIO);
    const silence = new Float32Array(9);
    expect(left).toEqual(Float32Array.of(0.1, -1.4, ...silence));
    expect(right).toEqual(Float32Array.of(0.2, 0, ...silence));
  });

  it('cuts what the MP3 encoder added at both ends', async () => {
    await writeTone(file('t.wav'), 50_000);
    await runTool('ffmpeg', ['-v', 'error', '-y', '-i', file('t.wav'), '-b:a', '320k', file('t.mp3')]);
    const [[wave], [left]] = [
      await decodeWhole(file('t.wav'), STUDIO),
      await decodeWhole(file('t.mp3'), STUDIO),
    ];
    expect(left).toHaveLength(50_000);
    const original = required(wave, 'The left channel').slice(2000, 48_000);
    const error = Math.max(...original.map((x, i) => Math.abs(x - (left?.[i + 2000] ?? Number.NaN))));
    expect(error).toBeLessThan(0.01);
  });
});

describe('decodeStream', () => {
  it('refuses what is no audio, and stops in the middle when the reader does', async () => {
    await writeFile(file('x.wav'), 'hello hello');
    await expect(decodeWhole(file('x.wav'), STUDIO)).rejects.toThrow(UnusableAudioError);
    let blocks = 0;
    for await (const block of decodeStream(await writeTone(file('l.wav'), 441_000), STUDIO)) {
      expect(block.length % 2).toBe(0);
      blocks++;
      break;
    }
    expect(blocks).toBe(1);
  });

  it.skipIf(process.platform !== 'linux')(
    'ends the decoder of a reader who stops, and of what is refused',
    async () => {
      const tools = async (): Promise<string[]> => {
        const own = await Promise.all(
          (await readdir('/proc/self/task')).map((id) => readFile(`/proc/self/task/${id}/children`, 'utf8')),
        );
        const names = own
          .join(' ')
          .split(/\s+/)
          .filter(Boolean)
          .map((pid) => readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''));
        return (await Promise.all(names)).filter((name) => name.startsWith('ff'));
      };
      const long = await writeTone(file('long.wav'), 4_410_000);
      for await (const _ of decodeStream(long, STUDIO)) break;
      const loud = new Float32Array(882_000).fill(0.1).fill(1e6, 0, 2);
      await expect(decodeWhole(await floatWav('loud.wav', loud, 44_100, 2), STUDIO)).rejects.toThrow(
        'dBFS RMS',
      );
      await expect.poll(tools).toEqual([]);
    },
  );

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    const read = async () => {
      for await (const _ of decodeStream(file('l.wav'), { ...STUDIO, signal: controller.signal })) {
        controller.abort(new Error('enough'));
      }
    };
    await expect(read()).rejects.toThrow('enough');
  });
});

describe('floatFrames', () => {
  it('puts frames together that arrive in pieces', async () => {
    const bytes = Buffer.from(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
    async function* pieces() {
      yield bytes.subarray(0, 3);
      yield bytes.subarray(3, 17);
      yield bytes.subarray(17);
    }
    const read: number[] = [];
    for await (const block of floatFrames(pieces(), 2)) read.push(...block);
    expect(read).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('the WAV header', () => {
  it('reads what it wrote, and waits for more bytes when cut', () => {
    for (const bitDepth of [16, 24, 32] as const) {
      const format = { sampleRate: 48_000, channels: 2, bitDepth };
      const header = writeWavHeader(format, 10);
      const expected = { ...format, dataOffset: header.length, dataBytes: (10 * 2 * bitDepth) / 8 };
      expect(readWavHeader(header)).toEqual(expected);
      expect(readWavHeader(header.subarray(0, 30))).toBeNull();
    }
  });

  it('refuses more than 4 GB', () => {
    expect(() => writeWavHeader({ sampleRate: 44_100, channels: 2, bitDepth: 32 }, 2 ** 29)).toThrow('4 GB');
  });
});
