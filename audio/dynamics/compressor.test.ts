// The compressor's promises: its static curve, its times, linked channels, and nothing at all at neutral.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompressorSettings } from '@/contract/processors/compressor';
import { seededRandom } from '../dither';
import { dbToGain, gainToDb } from '../units';
import { Compressor, NEUTRAL_COMPRESSOR, staticReductionDb } from './compressor';

const RATE = 44_100;

function compressed(compressor: Compressor, left: Float64Array, right = left, block = left.length) {
  const out = [left.slice(), right.slice()] as const;
  for (let at = 0; at < left.length; at += block) {
    const to = Math.min(left.length, at + block);
    compressor.process(out[0].subarray(at, to), out[1].subarray(at, to), to - at);
  }
  return out;
}

function compressorWith(changes: Partial<CompressorSettings>): Compressor {
  const compressor = new Compressor(RATE, 441);
  compressor.set({ ...NEUTRAL_COMPRESSOR, ...changes }, false);
  return compressor;
}

const tone = (length: number, peak: number, hz = 1000) =>
  Float64Array.from({ length }, (_, i) => peak * Math.sin((2 * Math.PI * hz * i) / RATE));
const peakOf = (samples: Float64Array) => samples.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0);

/** The curve written down anew: input level to output level. */
function curve(level: number, t: number, ratio: number, knee: number): number {
  if (2 * (level - t) < -knee) return level;
  if (2 * Math.abs(level - t) <= knee)
    return level + ((1 / ratio - 1) * (level - t + knee / 2) ** 2) / (2 * knee);
  return t + (level - t) / ratio;
}

describe('Compressor', () => {
  it('follows its static curve within 0.1 dB on a steady tone', () => {
    for (const [ratio, kneeDb] of [
      [2, 0.01],
      [4, 6],
      [20, 12],
    ] as const) {
      for (const level of [-40, -24, -20, -17, -10, -3, 0]) {
        const compressor = compressorWith({ thresholdDb: -20, ratio, kneeDb, attackMs: 5, releaseMs: 200 });
        const [out] = compressed(compressor, tone(22_050, dbToGain(level)));
        const measured = gainToDb(peakOf(out.subarray(15_000)));
        expect(Math.abs(measured - curve(level, -20, ratio, kneeDb))).toBeLessThan(0.1);
      }
    }
  });

  it('never reduces less for more', () => {
    const level = fc.double({ min: -80, max: 12, noNaN: true });
    fc.assert(
      fc.property(level, level, fc.double({ min: 1, max: 20, noNaN: true }), (a, b, ratio) => {
        const settings = { ...NEUTRAL_COMPRESSOR, ratio };
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(staticReductionDb(high, settings)).toBeGreaterThanOrEqual(staticReductionDb(low, settings));
      }),
    );
  });

  it('takes its attack to set in and its release to let go', () => {
    const compressor = compressorWith({
      thresholdDb: -20,
      ratio: 4,
      kneeDb: 0,
      attackMs: 20,
      releaseMs: 300,
    });
    const loud = new Float64Array(882).fill(1);
    compressed(compressor, loud);
    expect(compressor.reductionDb).toBeCloseTo(15 * (1 - 1 / Math.E), 1);
    compressed(compressor, new Float64Array(44_100).fill(1));
    expect(compressor.reductionDb).toBeCloseTo(15, 3);
    compressed(compressor, new Float64Array(0.32 * RATE));
    expect(compressor.reductionDb).toBeCloseTo(15 / Math.E, 0);
    compressed(compressor, new Float64Array(10 * RATE));
    expect(compressor.reductionDb).toBe(0);
    expect(compressor.isSilent).toBe(true);
  });

  it('links the channels, adds its make-up gain and comes out late by its look-ahead', () => {
    const compressor = compressorWith({ thresholdDb: -20, ratio: 4, makeupDb: 3, lookAheadMs: 5 });
    expect(compressor.latency).toBe(221);
    const left = tone(10_000, 1);
    const [out, other] = compressed(
      compressor,
      left,
      left.map((x) => x / 10),
    );
    for (let i = 0; i < 10_000; i++) expect(other[i]! * 10).toBeCloseTo(out[i]!, 9);
    const soft = compressorWith({ thresholdDb: 0, ratio: 4, kneeDb: 0, makeupDb: 3, lookAheadMs: 5 });
    const [late] = compressed(soft, left);
    expect(late[5000]).toBeCloseTo(left[5000 - 221]! * dbToGain(3), 9);
  });

  it('does not touch the audio at neutral, also after it has let go', () => {
    const random = seededRandom(3);
    const noise = Float64Array.from({ length: 4000 }, () => random() - 0.5);
    const compressor = compressorWith({
      thresholdDb: -30,
      ratio: 8,
      releaseMs: 5,
      makeupDb: 4,
      lookAheadMs: 2,
    });
    compressed(compressor, noise);
    compressor.set({ ...NEUTRAL_COMPRESSOR, releaseMs: 5, attackMs: 1 }, true);
    compressed(compressor, new Float64Array(20_000));
    expect(compressor.isActive).toBe(false);
    expect(compressed(compressor, noise)[0]).toEqual(noise);
  });

  it('compresses alike in blocks of any size', () => {
    const random = seededRandom(4);
    const noise = Float64Array.from(
      { length: 6000 },
      (_, i) => (random() - 0.5) * (i % 1000 < 300 ? 2 : 0.05),
    );
    const play = (block: number) => {
      const compressor = compressorWith({ thresholdDb: -24, ratio: 6, attackMs: 1 });
      const [first] = compressed(compressor, noise, noise, block);
      compressor.set({ ...NEUTRAL_COMPRESSOR, makeupDb: 6, lookAheadMs: 4 }, true);
      return [...first, ...compressed(compressor, noise, noise, block)[0]];
    };
    expect(play(37)).toEqual(play(6000));
  });
});
