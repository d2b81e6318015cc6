// FLAC: what FFmpeg encodes comes back bit for bit, at every level and sample size; damage is noticed.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { FlacDecoder } from './decoder';

const LENGTH = 30_001;
const decoder = new FlacDecoder();

type Signal = (at: number, channel: number, random: number) => number;

/** Material that leads the encoder into each of its ways to code a block; full scale is 1. */
const SIGNALS: Record<string, Signal> = {
  silence: () => 0,
  noise: (_, __, random) => random,
  tone: (at, channel) => 0.6 * Math.sin(at / (20 + channel)),
  'nearly mono': (at, channel, random) => 0.5 * Math.sin(at / 31) + (channel * random) / 1000,
  'opposite sides': (at, channel) => (channel ? -1 : 1) * 0.9 * Math.sin(at / 77),
  'square at full scale': (at) => (at % 200 < 100 ? 1 - 2 ** -23 : -1),
  'ramp in coarse steps': (at) => Math.floor((at % 4096) / 64) / 64,
};

/** 32-bit integers whose lower bits are empty when `bits` is less. */
function integers(signal: Signal, bits: number, length = LENGTH): Int32Array {
  let state = 7;
  return Int32Array.from({ length: length * 2 }, (_, at) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    const value = signal(Math.floor(at / 2), at % 2, state / 2 ** 31);
    return Math.floor(value * 2 ** (bits - 1)) * 2 ** (32 - bits);
  });
}

function encode(samples: Int32Array, bits: number, level: number): Uint8Array {
  const raw = ['-f', 's32le', '-ar', '44100', '-ac', '2', '-i', '-'];
  const size = bits === 16 ? ['-sample_fmt', 's16'] : ['-sample_fmt', 's32', '-bits_per_raw_sample', '24'];
  const flac = ['-c:a', 'flac', ...size, '-compression_level', `${level}`, '-f', 'flac', '-'];
  const input = Buffer.from(samples.buffer);
  return execFileSync('ffmpeg', ['-v', 'error', ...raw, ...flac], { input, maxBuffer: 2 ** 26 });
}

function decode(bytes: Uint8Array, gain = 1) {
  const [left, right] = [new Float32Array(LENGTH + 10).fill(9), new Float32Array(LENGTH + 10).fill(9)];
  return { count: decoder.decode(bytes, left, right, gain), left, right };
}

describe('FlacDecoder', () => {
  for (const [name, signal] of Object.entries(SIGNALS)) {
    it(`returns ${name} bit for bit`, () => {
      for (const [bits, level] of [
        [24, 0],
        [24, 5],
        [24, 12],
        [16, 8],
      ] as const) {
        const samples = integers(signal, bits);
        const { count, left, right } = decode(encode(samples, bits, level));
        expect(count).toBe(LENGTH);
        const expected = (channel: number) =>
          Float32Array.from({ length: LENGTH }, (_, i) => samples[2 * i + channel]! / 2 ** 31);
        expect(Buffer.compare(bytesOf(left), bytesOf(expected(0)))).toBe(0);
        expect(Buffer.compare(bytesOf(right), bytesOf(expected(1)))).toBe(0);
      }
    });
  }

  it('counts frames past those whose number takes one byte', () => {
    const length = 1152 * 140;
    const samples = integers(SIGNALS.tone!, 24, length);
    const [left, right] = [new Float32Array(length), new Float32Array(length)];
    expect(decoder.decode(encode(samples, 24, 0), left, right)).toBe(length);
    expect(left.every((value, i) => value === samples[2 * i]! / 2 ** 31)).toBe(true);
  });

  it('finds and decodes any part like the whole', () => {
    for (const name of ['noise', 'tone', 'silence', 'square at full scale']) {
      const bytes = encode(integers(SIGNALS[name]!, 24), 24, 5);
      // What is encoded into a pipe does not know its length; files do, and are searched quicker.
      if (name !== 'tone') new DataView(bytes.buffer, bytes.byteOffset).setUint32(22, LENGTH);
      const whole = decode(bytes);
      for (const from of [0, 1, 4607, 4608, 4609, 13_000, 26_000, LENGTH - 1]) {
        const [left, right] = [new Float32Array(5000), new Float32Array(5000)];
        const count = decoder.decodePart(bytes, from, left, right, 1);
        expect(count).toBe(Math.min(5000, LENGTH - from));
        expect(left.subarray(0, count)).toEqual(whole.left.slice(from, from + count));
        expect(right.subarray(0, count)).toEqual(whole.right.slice(from, from + count));
      }
    }
  });

  it('decodes two files by turns', () => {
    const files = ['noise', 'tone'].map((name) => encode(integers(SIGNALS[name]!, 24), 24, 5));
    const turns = files.map((bytes) => {
      const [left, right] = [new Float32Array(LENGTH), new Float32Array(LENGTH)];
      return { left, steps: decoder.decodeInSteps(bytes, left, right) };
    });
    for (let busy = true; busy; ) busy = turns.map(({ steps }) => steps.next()).some(({ done }) => !done);
    for (const [i, { left }] of turns.entries())
      expect(left).toEqual(decode(files[i]!).left.slice(0, LENGTH));
  });

  it('applies the gain exactly', () => {
    const bytes = encode(integers(SIGNALS.noise!, 24), 24, 5);
    expect(decode(bytes, 4).left.slice(0, LENGTH)).toEqual(
      decode(bytes)
        .left.slice(0, LENGTH)
        .map((v) => v * 4),
    );
  });

  it('refuses what is damaged, cut off, too long, or something else', () => {
    const bytes = encode(integers(SIGNALS.noise!, 24), 24, 5);
    const damaged = bytes.slice();
    damaged[bytes.length >> 1]! ^= 16;
    expect(() => decode(damaged)).toThrow(RangeError);
    expect(() => decode(bytes.subarray(0, bytes.length - 1000))).toThrow(RangeError);
    expect(() => decode(new TextEncoder().encode('a text file named .flac'.repeat(9)))).toThrow('not a FLAC');
    expect(() => decode(new Uint8Array())).toThrow('not a FLAC');
    const short = new Float32Array(100);
    expect(() => decoder.decode(bytes, short, short)).toThrow('longer');
  });
});

const bytesOf = (channel: Float32Array) => Buffer.from(channel.buffer, 0, LENGTH * 4);
