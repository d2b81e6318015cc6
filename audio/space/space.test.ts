// Reverb and delay: they decay as set, end in true silence and do not depend on the blocks.

import { describe, expect, it } from 'vitest';
import type { DelaySettings, ReverbSettings } from '@/contract/processors/sends';
import { DEFAULT_DELAY, DEFAULT_REVERB } from '@/contract/processors/sends';
import { seededRandom } from '../dither';
import { gainToDb } from '../units';
import { Echo } from './echo';
import { Reverb } from './reverb';

const RATE = 44_100;

interface Space {
  process(left: Float64Array, right: Float64Array, frames: number): void;
}

function heard(space: Space, left: Float64Array, right = left, block = left.length) {
  const out = [left.slice(), right.slice()] as const;
  for (let at = 0; at < left.length; at += block) {
    const to = Math.min(left.length, at + block);
    space.process(out[0].subarray(at, to), out[1].subarray(at, to), to - at);
  }
  return out;
}

function reverbWith(changes: Partial<ReverbSettings>): Reverb {
  const reverb = new Reverb(RATE, 441);
  reverb.set({ ...DEFAULT_REVERB, ...changes }, false);
  return reverb;
}

function echoWith(changes: Partial<DelaySettings>): Echo {
  const echo = new Echo(RATE, 441);
  echo.set({ ...DEFAULT_DELAY, ...changes }, false);
  return echo;
}

function impulse(seconds: number): Float64Array {
  const samples = new Float64Array(seconds * RATE);
  samples[0] = 1;
  return samples;
}

const energyDb = (samples: Float64Array, fromS: number, toS: number) =>
  gainToDb(Math.sqrt(samples.subarray(fromS * RATE, toS * RATE).reduce((sum, x) => sum + x * x, 0)));

describe('Reverb', () => {
  it.each([0.5, 1.5, 4])('falls by 60 dB in %d s', (decayS) => {
    const [left, right] = heard(reverbWith({ decayS, dampingHz: 22_050 }), impulse(decayS * 1.2));
    for (const side of [left, right]) {
      const fall = energyDb(side, 0.2 * decayS, 0.3 * decayS) - energyDb(side, 0.7 * decayS, 0.8 * decayS);
      expect(Math.abs(fall - 30)).toBeLessThan(4);
    }
  });

  it('is dense, wide and silent before its pre-delay', () => {
    const [left, right] = heard(reverbWith({ preDelayMs: 100 }), impulse(0.5));
    expect(left.subarray(0, 0.1 * RATE).every((x) => x === 0)).toBe(true);
    const late = [left.subarray(0.3 * RATE), right.subarray(0.3 * RATE)] as const;
    expect(late[0].filter((x) => x !== 0).length).toBeGreaterThan(0.99 * late[0].length);
    const product = late[0].reduce((sum, x, i) => sum + x * late[1][i]!, 0);
    const power = late.map((side) => side.reduce((sum, x) => sum + x * x, 0));
    expect(Math.abs(product) / Math.sqrt(power[0]! * power[1]!)).toBeLessThan(0.3);
  });

  it('never grows at its longest decay, and ends in true silence', () => {
    const reverb = reverbWith({ decayS: 0.05, dampingHz: 2000 });
    const random = seededRandom(2);
    heard(
      reverb,
      Float64Array.from({ length: 5000 }, () => random() - 0.5),
    );
    expect(reverb.isSilent).toBe(false);
    heard(reverb, new Float64Array(5 * RATE));
    expect(reverb.isSilent).toBe(true);
    const [endless] = heard(reverbWith({ decayS: 20, dampingHz: 22_050 }), impulse(4));
    expect(energyDb(endless, 3, 4)).toBeLessThan(energyDb(endless, 0.2, 1.2));
  });
});

describe('Echo', () => {
  it('repeats each channel in its own time, softer by its feedback', () => {
    const echo = echoWith({ leftMs: 10, rightMs: 25, feedback: 0.5, dampingHz: 1e9 });
    const [left, right] = heard(echo, impulse(0.1));
    const repeats = (samples: Float64Array) =>
      [...samples].map((x, i) => [i, x] as const).filter(([, x]) => x > 0.2);
    expect(repeats(left).map(([i]) => i)).toEqual([441, 882, 1323]);
    expect(repeats(right).map(([i]) => i)).toEqual([1103, 2206, 3309]);
    expect(left[882]! / left[441]!).toBeGreaterThan(0.45);
  });

  it('ends in digital silence once its input is silent', () => {
    const echo = echoWith({ leftMs: 5, rightMs: 7, feedback: 0.5 });
    heard(echo, impulse(4));
    expect(echo.isSilent).toBe(true);
  });
});

describe('both', () => {
  it('sound alike in blocks of any size, also while their settings change', () => {
    const random = seededRandom(8);
    const noise = Float64Array.from({ length: 9000 }, () => random() - 0.5);
    const play = (block: number) => {
      const [reverb, echo] = [reverbWith({}), echoWith({ leftMs: 30, rightMs: 20 })];
      const first = [reverb, echo].map((space) => heard(space, noise, noise, block));
      reverb.set({ decayS: 0.4, preDelayMs: 3, dampingHz: 900, levelDb: 0 }, true);
      echo.set({ leftMs: 60, rightMs: 11, feedback: 0.9, dampingHz: 500, levelDb: 0 }, true);
      return [first, [reverb, echo].map((space) => heard(space, noise, noise, block))];
    };
    expect(play(53)).toEqual(play(9000));
  });
});
