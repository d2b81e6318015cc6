// The mix engine's guarantees: linear, exact when settled, continuous in motion, silent when muted.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FADER_MIN_DB } from '@/contract/units';
import { dbToGain, gainToDb } from '../units';
import { MixEngine } from './engine';
import { NEUTRAL_MASTER, type StripSettings } from './graph';
import { METER_FIELDS } from './meter-bank';
import { panGains } from './pan-law';

const RATE = 44_100;
const neutral: StripSettings = { gainDb: 0, pan: 0, mute: false };

function noise(length: number, seed: number): Float32Array {
  let state = seed | 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  });
}

const stereoNoise = (length: number, seed: number) => [noise(length, seed), noise(length, seed + 77)];

function render(strips: StripSettings[], stems: Float32Array[][], frames: number, blockSize = frames) {
  const engine = new MixEngine({ stemCount: strips.length, blockSize, sampleRate: RATE });
  engine.setGraph({ strips, master: NEUTRAL_MASTER });
  const out = [new Float32Array(frames), new Float32Array(frames)];
  for (let at = 0; at < frames; at += blockSize) {
    const size = Math.min(blockSize, frames - at);
    const cut = (channel: Float32Array) => channel.subarray(at, at + size);
    engine.process(
      stems.map((channels) => channels.map(cut)),
      size,
      out.map(cut),
    );
  }
  return { engine, out };
}

function residualDb(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let peak = 0;
  for (let i = 0; i < a.length; i++) peak = Math.max(peak, Math.abs(a[i]! - b[i]!));
  return gainToDb(peak);
}

const strip = fc.record({
  gainDb: fc.double({ min: FADER_MIN_DB, max: 12, noNaN: true }),
  pan: fc.double({ min: -1, max: 1, noNaN: true }),
  mute: fc.boolean(),
});

describe('MixEngine', () => {
  it('nulls below -140 dBFS against a naive float64 sum of 16 stems', () => {
    const frames = 8192;
    const stems = Array.from({ length: 16 }, (_, i) =>
      stereoNoise(frames, i * 13 + 5).map((c) => c.map((x) => x / 16)),
    );
    const strips = stems.map((_, i) => ({ gainDb: -i / 2, pan: (i - 8) / 8, mute: i === 3 }));
    const { out } = render(strips, stems, frames, 128);
    for (const side of [0, 1]) {
      const expected = Array.from({ length: frames }, (_, n) =>
        stems.reduce((sum, channels, i) => {
          const { gainDb, pan, mute } = strips[i]!;
          const angle = (Math.PI / 4) * (pan + 1);
          const law = Math.sqrt(2) * (side === 0 ? Math.cos(angle) : Math.sin(angle));
          return mute ? sum : sum + channels[side]![n]! * 10 ** (gainDb / 20) * law;
        }, 0),
      );
      expect(residualDb(out[side]!, expected)).toBeLessThanOrEqual(-140);
    }
  });

  it('is the plain sum at neutral settings, whatever the block size', () => {
    const stems = [stereoNoise(1000, 1), stereoNoise(1000, 2)];
    const whole = render([neutral, neutral], stems, 1000).out;
    const expected = Float32Array.from(stems[0]![0]!, (x, n) => x + stems[1]![0]![n]!);
    expect(whole[0]).toEqual(expected);
    expect(render([neutral, neutral], stems, 1000, 37).out).toEqual(whole);
  });

  it('mixes a sum of stems as the sum of their mixes', () => {
    fc.assert(
      fc.property(strip, strip, fc.double({ min: -2, max: 2, noNaN: true }), (a, b, factor) => {
        const [x, y] = [stereoNoise(64, 3), stereoNoise(64, 4)];
        const scaled = (channels: Float32Array[]) => channels.map((c) => c.map((v) => v * factor));
        const mixed = render([a, b], [x, y], 64).out[0]!;
        const mixedScaled = render([a, b], [scaled(x), scaled(y)], 64).out[0]!;
        expect(
          residualDb(
            mixedScaled,
            mixed.map((v) => v * factor),
          ),
        ).toBeLessThan(-110);
      }),
    );
  });

  it('makes mute, solo of other strips and the fader floor exactly silent', () => {
    const silent: StripSettings[] = [
      { ...neutral, mute: true },
      neutral,
      { ...neutral, gainDb: FADER_MIN_DB, solo: true },
    ];
    const stems = silent.map((_, i) => stereoNoise(256, i));
    expect(render(silent, stems, 256).out.every((c) => c.every((v) => v === 0))).toBe(true);
  });

  it('takes first settings at once and glides to later ones without a step', () => {
    fc.assert(
      fc.property(strip, strip, fc.integer({ min: 1, max: 128 }), (before, after, blockSize) => {
        const ones = new Float32Array(blockSize).fill(1);
        const engine = new MixEngine({ stemCount: 1, blockSize, sampleRate: RATE });
        const out = [new Float32Array(blockSize), new Float32Array(blockSize)];
        const heard: number[] = [];
        const play = () => {
          engine.process([[ones]], blockSize, out);
          heard.push(...out[0]!);
        };
        engine.setGraph({ strips: [before], master: NEUTRAL_MASTER });
        play();
        const gainOf = (s: StripSettings) =>
          s.mute || s.gainDb <= FADER_MIN_DB ? 0 : dbToGain(s.gainDb) * panGains(s.pan).left;
        expect(heard[0]).toBeCloseTo(gainOf(before), 5);
        engine.setGraph({ strips: [after], master: NEUTRAL_MASTER });
        while (heard.length < 441 + 2 * blockSize) play();
        const steepest = Math.abs(gainOf(after) - gainOf(before)) / 441;
        for (let n = 1; n < heard.length; n++)
          expect(Math.abs(heard[n]! - heard[n - 1]!)).toBeLessThan(steepest + 1e-6);
        expect(heard.at(-1)).toBe(Math.fround(gainOf(after)));
      }),
    );
  });

  it('ramps alike in blocks of any size, also when a ramp is turned round half-way', () => {
    const play = (blockSize: number) => {
      const engine = new MixEngine({ stemCount: 1, blockSize: 1000, sampleRate: RATE });
      const heard: number[] = [];
      const ones = new Float32Array(1000).fill(1);
      const out = [new Float32Array(1000), new Float32Array(1000)];
      const run = (frames: number) => {
        for (let left = frames; left > 0; left -= blockSize) {
          const size = Math.min(blockSize, left);
          engine.process([[ones]], size, out);
          heard.push(...out[0]!.subarray(0, size));
        }
      };
      run(100);
      engine.setGraph({ strips: [{ ...neutral, gainDb: -20 }], master: NEUTRAL_MASTER });
      run(200);
      engine.setGraph({ strips: [{ ...neutral, pan: 0.5 }], master: { gainDb: -3 } });
      run(700);
      return heard;
    };
    expect(residualDb(play(7), play(700))).toBeLessThan(-150);
  });

  it('meters peak and RMS per strip and master, and starts anew after a reading', () => {
    const half = new Float32Array(64).fill(0.5);
    const { engine } = render([neutral, neutral], [[half], []], 64);
    const levels = new Float64Array(3 * METER_FIELDS);
    expect(engine.meters.drain(levels)).toBe(64);
    expect([...levels]).toEqual([0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5]);
    engine.meters.drain(levels);
    expect(levels.every((v) => v === 0)).toBe(true);
  });

  it('never lets a denormal number out', () => {
    const { out } = render([neutral], [[new Float32Array(8).fill(1e-40)]], 8);
    expect(out[0]!.every((v) => v === 0)).toBe(true);
  });
});

describe('panGains', () => {
  it('keeps the power flat within 0.01 dB and the centre at exactly 1', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (pan) => {
        const { left, right } = panGains(pan);
        expect(Math.abs(10 * Math.log10((left ** 2 + right ** 2) / 2))).toBeLessThan(0.01);
      }),
    );
    expect(panGains(0)).toEqual({ left: 1, right: 1 });
    expect(panGains(-1).right).toBe(0);
    expect(panGains(1).left).toBe(0);
  });
});
