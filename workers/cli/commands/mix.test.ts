// The commands mix and peaks: exact sums from files of any kind, and one message for each mistake.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dbToGain, gainToDb } from '@/audio/units';
import { decodeWhole } from '@/platform/media/decode';
import { encodeStream } from '@/platform/media/encode';
import { mixCommand } from './mix';
import { peaksCommand } from './peaks';

const FRAMES = 30_000;
const wave = (side: number, speed: number) =>
  Float32Array.from({ length: FRAMES }, (_, i) => 0.4 * Math.sin(i / speed + side));

let dir = '';
let printed: string[] = [];
const inDir = (name: string) => path.join(dir, name);

async function writeWave(name: string, speed: number) {
  const planes = [wave(0, speed), wave(1, speed)];
  const interleaved = Float32Array.from({ length: FRAMES * 2 }, (_, i) => planes[i % 2]![i >> 1]!);
  const options = { format: 'wav', bitDepth: 32, sampleRate: 44_100, channels: 2 } as const;
  await encodeStream({ ...options, path: inDir(name) }, [interleaved]);
}

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'mix-'));
  await writeWave('a.wav', 11);
  await writeWave('b.wav', 23);
  await writeFile(inDir('text.wav'), 'this is no audio');
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});

async function mix(description: unknown, out = 'mix.wav', ...more: string[]) {
  const text = typeof description === 'string' ? description : JSON.stringify(description);
  await writeFile(inDir('mix.json'), text);
  await mixCommand.run([inDir('mix.json'), '--out', inDir(out), ...more]);
  return JSON.parse(printed.at(-1)!);
}

const decoded = (name: string) => decodeWhole(inDir(name), { sampleRate: 44_100, channels: 2 });

describe('isomix mix', () => {
  it('sums files with their gains, pans and the master', async () => {
    const report = await mix({
      stems: [
        { source: 'a.wav', gain_db: -3 },
        { file: 'b.wav', pan: -1 },
        { source: 'b.wav', mute: true },
      ],
      master: { gain_db: -2 },
    });
    expect(report).toMatchObject({ out: inDir('mix.wav'), format: 'wav', seconds: FRAMES / 44_100 });
    expect(report).toMatchObject({ clipped_samples: 0, wall_s: expect.any(Number), rtf: expect.any(Number) });
    const [left, right] = await decoded('mix.wav');
    const master = dbToGain(-2);
    let error = 0;
    const [a, b] = [[wave(0, 11), wave(1, 11)], wave(0, 23)];
    for (let i = 0; i < FRAMES; i++) {
      const expectedLeft = master * (a[0]![i]! * dbToGain(-3) + b[i]! * Math.SQRT2);
      error = Math.max(error, Math.abs(left![i]! - expectedLeft));
      error = Math.max(error, Math.abs(right![i]! - master * a[1]![i]! * dbToGain(-3)));
    }
    expect(gainToDb(error)).toBeLessThan(-130);
  });

  it('is as long as the longest source and includes solo stems only', async () => {
    await encodeStream(
      { path: inDir('short.wav'), format: 'wav', bitDepth: 16, sampleRate: 22_050, channels: 1 },
      [new Int16Array(1000).fill(9000)],
    );
    const report = await mix(
      { sources: [{ file: 'short.wav', solo: true }, { file: 'a.wav' }] },
      'x.flac',
      '--bit-depth',
      '16',
    );
    expect(report.seconds).toBe(FRAMES / 44_100);
    const [left] = await decoded('x.flac');
    expect(left![1000]).toBeCloseTo(9000 / 32_768, 2);
    expect(Math.max(...left!.subarray(3000).map(Math.abs))).toBeLessThan(2 / 32_768);
  });

  it.each([
    ['{', 'not valid JSON'],
    [{ stems: [] }, 'stems'],
    [{}, 'needs a list "stems"'],
    [{ stems: [{ gain_db: 0 }] }, 'needs a "source"'],
    [{ stems: [{ source: 'a.wav', gain: 3 }] }, 'stems[0]'],
    [{ stems: [{ source: 'a.wav', pan: 2 }] }, 'stems[0].pan'],
    [{ stems: [{ source: 'gone.wav' }] }, 'There is no file'],
    [{ stems: [{ source: 'text.wav' }] }, 'text.wav: The file is not audio'],
  ])('rejects %j with one message and leaves no file', async (description, sentence) => {
    const refusal = mix(description, 'never.wav');
    await expect(refusal).rejects.toThrow(sentence);
    await refusal.catch((error: Error) => expect(error.message).not.toContain('\n'));
    expect((await readdir(dir)).filter((name) => name.startsWith('never'))).toEqual([]);
  });

  it('refuses formats, rates and depths that do not go together, each with its reason', async () => {
    await expect(mixCommand.run([])).rejects.toThrow('Usage');
    await expect(mix({}, 'x.ogg')).rejects.toThrow('.wav, .flac or .mp3');
    await expect(mix({}, 'x.wav', '--bit-depth', '20')).rejects.toThrow('16, 24 or 32');
    await expect(mix({}, 'x.flac', '--bit-depth', '32')).rejects.toThrow('FLAC takes 16 and 24 bits');
    await expect(mix({}, 'x.mp3', '--sample-rate', '96000')).rejects.toThrow('MP3 takes 44.1 and 48 kHz');
    await expect(mix({}, 'x.mp3', '--bit-depth', '16')).rejects.toThrow('no bit depth');
  });
});

describe('isomix peaks', () => {
  it('prints as many points as asked for, or writes them', async () => {
    await peaksCommand.run([inDir('a.wav'), '--points', '10']);
    const peaks = JSON.parse(printed[0]!);
    expect(peaks).toMatchObject({ sample_rate: 44_100, length_samples: FRAMES, points: 10 });
    expect(peaks.min).toHaveLength(10);
    expect(Math.max(...peaks.max)).toBeCloseTo(0.4, 3);
    await peaksCommand.run([inDir('a.wav'), '--out', inDir('p.json')]);
    expect(JSON.parse(await readFile(inDir('p.json'), 'utf8')).points).toBe(Math.ceil(FRAMES / 1024));
    await expect(peaksCommand.run([inDir('a.wav'), '--points', '0'])).rejects.toThrow('--points');
    await expect(peaksCommand.run([inDir('gone.wav')])).rejects.toThrow('There is no file');
  });
});
