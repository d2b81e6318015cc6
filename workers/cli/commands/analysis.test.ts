// The commands onsets, pitch and split: results for known sounds, odd files, and one message for each
// mistake.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bursts, noise, sine } from '@/audio/analysis/testing/known-signals';
import { writeWavHeader } from '@/platform/media/wav-header';
import type { Command } from '../command';
import { onsetsCommand } from './onsets';
import { pitchCommand } from './pitch';
import { splitCommand } from './split';

let dir = '';
let printed: string[] = [];
const inDir = (name: string) => path.join(dir, name);

async function write(name: string, signal: Float32Array, sampleRate = 44_100, channels = 1): Promise<string> {
  const header = writeWavHeader({ sampleRate, channels, bitDepth: 32 }, signal.length / channels);
  await writeFile(inDir(name), Buffer.concat([header, Buffer.from(signal.buffer)]));
  return inDir(name);
}

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'analysis-'));
  await writeFile(inDir('text.wav'), 'this is no audio');
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});

async function json(command: Command, ...argv: string[]) {
  expect(await command.run(argv)).toBe(0);
  expect(printed).toHaveLength(1);
  return JSON.parse(printed.pop()!);
}

const ALL = [onsetsCommand, pitchCommand, splitCommand];

describe('isomix onsets', () => {
  it('prints the seconds of attacks', async () => {
    const times = [0.25, 0.7, 1.3];
    const { duration_s, onsets } = await json(onsetsCommand, await write('bursts.wav', bursts(2, times)));
    expect(duration_s).toBe(2);
    expect(onsets).toHaveLength(3);
    for (const [i, time] of times.entries()) expect(Math.abs(onsets[i] - time)).toBeLessThan(0.025);
  });
});

describe('isomix pitch', () => {
  it('prints hertz, null where there is no pitch, from both sides of a stereo file', async () => {
    const tone = sine(0.5, 440);
    const stereo = new Float32Array(4 * tone.length);
    for (const [i, x] of tone.entries()) stereo[2 * i] = x;
    const { duration_s, hop_s, f0_hz, voiced_probability } = await json(
      pitchCommand,
      await write('half.wav', stereo, 44_100, 2),
    );
    expect([duration_s, f0_hz.length, voiced_probability.length]).toEqual([1, 87, 87]);
    expect(hop_s).toBeCloseTo(512 / 44_100, 12);
    expect(Math.abs(f0_hz[20] - 440)).toBeLessThan(3);
    expect([f0_hz[70], voiced_probability[70]]).toEqual([null, 0]);
  });

  it('reads a file of 96 kHz at its own rate', async () => {
    const { duration_s, f0_hz } = await json(
      pitchCommand,
      await write('96.wav', sine(0.5, 330, 96_000), 96_000),
    );
    expect(duration_s).toBe(0.5);
    expect(Math.abs(f0_hz[20] - 330)).toBeLessThan(3);
  });
});

describe('isomix split', () => {
  it('prints the seconds between silences, as deep as asked for', async () => {
    const signal = new Float32Array(88_200);
    signal.set(sine(0.5, 440), 22_050);
    signal.set(
      sine(0.5, 440).map((x) => x / 30),
      60_000,
    );
    const file = await write('tones.wav', signal);
    const { duration_s, intervals } = await json(splitCommand, file);
    expect([duration_s, intervals.length]).toEqual([2, 1]);
    expect(Math.abs(intervals[0][0] - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(intervals[0][1] - 1)).toBeLessThan(0.05);
    expect((await json(splitCommand, file, '--top-db', '40')).intervals).toHaveLength(2);
  });

  it('refuses depths that are none', async () => {
    for (const depth of ['0', '-3', 'deep', '']) {
      await expect(splitCommand.run([inDir('tones.wav'), `--top-db=${depth}`])).rejects.toThrow('--top-db');
    }
  });
});

describe('every analysing command', () => {
  it.each([
    ['silence', new Float32Array(9_000)],
    ['one sample', Float32Array.of(0.5)],
    ['a constant', new Float32Array(9_000).fill(0.5)],
    ['some samples that are no numbers', noise(0.1).map((sample, i) => (i % 50 === 0 ? Number.NaN : sample))],
    ['a click', noise(0.1)],
  ])('has an answer for %s', async (name, signal) => {
    const file = await write(`${name}.wav`, signal);
    for (const command of ALL) {
      const found = await json(command, file);
      expect(found.duration_s).toBeCloseTo(signal.length / 44_100, 6);
      expect(JSON.stringify({ ...found, f0_hz: [] })).not.toContain('null');
    }
  });

  it('refuses a file of no numbers', async () => {
    const file = await write('nan.wav', new Float32Array(9_000).fill(Number.NaN));
    for (const command of ALL) await expect(command.run([file])).rejects.toThrow(/no numbers: [^\n]*\.$/);
  });

  it('reports each mistake in one message', async () => {
    for (const command of ALL) {
      await expect(command.run([])).rejects.toThrow(`Usage: isomix ${command.usage}`);
      await expect(command.run(['a', 'b'])).rejects.toThrow('Usage');
      await expect(command.run(['a', '--sideways'])).rejects.toThrow(/^Usage: [^\n]*$/);
      await expect(command.run([inDir('none.wav')])).rejects.toThrow(
        `There is no file ${inDir('none.wav')}.`,
      );
      await expect(command.run([inDir('text.wav')])).rejects.toThrow(/^[A-Z][^\n]*\.$/);
    }
  });
});
