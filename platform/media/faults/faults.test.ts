// Noise that decoders make of flipped bits is silenced and said, and healthy music never is.
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damageNote, NO_DAMAGE } from '../damage';
import { randomNumbers } from '../pcm/testing/sounds';
import { decodeWithDamage } from '../testing/decode-with-damage';
import { runTool } from '../tool';
import { type DecodedFrame, measureFrame } from './decoded-frame';
import { judgeFrames } from './judge-frames';

const RATE = 44_100;
const SECONDS = 4;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'faults-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Chords over hits of noise, at about -20 dBFS. */
const MUSIC = '0.12*sin(2*PI*(220+37*floor(t))*t)+0.2*exp(-8*mod(t\\,0.37))*(random(0)-0.5)';
/** Clicks at full scale between pauses. */
const METRONOME = '0.99*sin(2*PI*5000*t)*lt(mod(t\\,0.5)\\,0.01)';

async function encoded(name: string, sound: string, ...args: string[]): Promise<Buffer> {
  const file = path.join(dir, name);
  const source = ['-f', 'lavfi', '-i', `aevalsrc='${sound}':s=${RATE}:d=${SECONDS}`];
  await runTool('ffmpeg', ['-v', 'error', '-y', ...source, ...args, file]);
  return readFile(file);
}

const decoded = (bytes: Buffer) => decodeWithDamage(path.join(dir, `decoded-${randomUUID()}`), bytes, RATE);

/** The bytes with bits of them inverted, none of them in the first and last tenth. */
function flipped(bytes: Buffer, count: number, seed: number): Buffer {
  const random = randomNumbers(seed);
  const copy = Buffer.from(bytes);
  for (let i = 0; i < count; i++) {
    const at = Math.floor(bytes.length * (0.5 + 0.4 * random()));
    copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(4 * (random() + 1)));
  }
  return copy;
}

/** Level of the loudest 10 ms, in dBFS. */
function loudestDb(samples: Float32Array): number {
  let loudest = 0;
  for (let from = 0; from < samples.length; from += RATE / 100) {
    const window = samples.subarray(from, from + RATE / 100);
    loudest = Math.max(loudest, window.reduce((sum, x) => sum + x * x, 0) / window.length);
  }
  return 10 * Math.log10(loudest);
}

const KINDS = [
  ['alac.m4a', ['-c:a', 'alac', '-sample_fmt', 's16p']],
  ['alac.caf', ['-c:a', 'alac', '-sample_fmt', 's16p']],
  ['adts.aac', ['-c:a', 'aac', '-b:a', '128k']],
] as const;

describe.each(KINDS)('%s', (name, args) => {
  it('with flipped bits keeps its level and its length, and says what is silent', async () => {
    const bytes = await encoded(name, MUSIC, ...args);
    const whole = await decoded(bytes);
    expect(whole.damage).toEqual(NO_DAMAGE);
    const { samples, damage, probe } = await decoded(flipped(bytes, 20, 1));
    expect(loudestDb(samples)).toBeLessThan(loudestDb(whole.samples) + 6);
    expect(samples.length).toBe(whole.samples.length);
    expect(damageNote(damage)).toContain('are silent (at 0:0');
    expect(probe.silentS).toBeCloseTo(damage.silentS, 3);
  });

  it('with clicks at full scale between pauses is decoded as it is', async () => {
    const { samples, damage } = await decoded(await encoded(name, METRONOME, ...args));
    expect(damage).toEqual(NO_DAMAGE);
    expect(loudestDb(samples)).toBeGreaterThan(-6);
  });
});

describe('judgeFrames', () => {
  const LENGTH = 1_024;
  /** Frames of a tone; `change` makes something else of the samples of one of them. */
  function frames(change: (samples: Float32Array) => void, at = 10): DecodedFrame[] {
    return Array.from({ length: 20 }, (_, i) => {
      const samples = Float32Array.from({ length: LENGTH }, (_x, k) => 0.1 * Math.sin((i * LENGTH + k) / 20));
      if (i === at) change(samples);
      const lengthS = LENGTH / RATE;
      const times = { ptsS: i * lengthS, atS: i * lengthS, lengthS, isReported: false };
      return { ...measureFrame(samples, 1, RATE), ...times };
    });
  }
  const noise = (from: number, to: number) => (samples: Float32Array) => {
    const random = randomNumbers(5);
    for (let i = from; i < to; i++) samples[i] = random();
  };
  const faultsOf = (all: DecodedFrame[], codec: string, isDamaged = false) =>
    judgeFrames(all, codec, isDamaged).flatMap((is, at) => (is ? [at] : []));

  it('finds noise that ends with its frame, and passes over noise that ends within it', () => {
    expect(faultsOf(frames(noise(600, LENGTH)), 'alac')).toEqual([10]);
    expect(faultsOf(frames(noise(200, 900)), 'alac')).toEqual([]);
    expect(faultsOf(frames(noise(200, 900)), 'alac', true)).toEqual([10]);
  });

  it('finds noise over two frames in a damaged file', () => {
    const all = frames(noise(600, LENGTH), 11);
    all[10] = { ...(frames(noise(600, LENGTH))[10] as DecodedFrame), jumps: 0 };
    all[11] = { ...(all[11] as DecodedFrame), jumps: 0 };
    expect(faultsOf(all, 'alac', true)).toEqual([10, 11]);
  });

  it('finds what no encoder can have been given, with the frame that overlaps', () => {
    const times = (factor: number) => (samples: Float32Array) => {
      for (let i = 0; i < samples.length; i++) samples[i] = factor * (samples[i] ?? 0);
    };
    expect(faultsOf(frames(times(100)), 'aac')).toEqual([10, 11]);
    expect(faultsOf(frames(times(9)), 'aac')).toEqual([]);
    expect(faultsOf(frames(times(Number.NaN)), 'aac')).toEqual([10, 11]);
  });

  it('heeds a decoder that complains of some frames, and not one that complains of most', () => {
    const reported = (every: number) =>
      frames(() => {}).map((frame, i) => ({ ...frame, isReported: i % every === 1 }));
    expect(faultsOf(reported(8), 'alac')).toEqual([1, 9, 17]);
    expect(faultsOf(reported(2), 'alac')).toEqual([]);
  });
});
