// Tests of gains that move.
import { describe, expect, it } from 'vitest';
import { curveOver, GainCurve } from './gain-curve';

const RATE = 44_100;
const positionOf = (bar: number) => 10_000 + bar * 88_200;

describe('GainCurve', () => {
  it('moves in straight lines of amplitude and stays constant beyond the ends', () => {
    const curve = new GainCurve([
      { at: 100, gain: 1 },
      { at: 200, gain: 0 },
    ]);
    expect([0, 100, 150, 200, 300].map((at) => curve.at(at))).toEqual([1, 1, 0.5, 0, 0]);
    expect(curve.at(125)).toBe(0.75);
    expect(curve.isUnity(0, 100)).toBe(true);
    expect(curve.isUnity(0, 101)).toBe(false);
  });
});

describe('curveOver', () => {
  it('is at 1 before the overlap of a track that leaves, and silent at -60 dB', () => {
    const points = curveOver(
      [
        { bar: 8, gainDb: 0 },
        { bar: 16, gainDb: -60 },
      ],
      'from',
      16,
      positionOf,
      RATE,
    );
    const curve = new GainCurve(points);
    expect(curve.at(0)).toBe(1);
    expect(curve.at(positionOf(12))).toBeCloseTo(0.5, 6);
    expect(curve.at(positionOf(16))).toBe(0);
  });

  it('makes no step faster than a click', () => {
    const step = [
      { bar: 4, gainDb: 0 },
      { bar: 4, gainDb: -60 },
      { bar: 8, gainDb: -60 },
    ];
    for (const side of ['from', 'to'] as const) {
      const curve = new GainCurve(curveOver(step, side, 8, positionOf, RATE));
      let steepest = 0;
      for (let at = 0; at < positionOf(9); at++) {
        steepest = Math.max(steepest, Math.abs(curve.at(at + 1) - curve.at(at)));
      }
      expect(steepest).toBeLessThan(1 / 200);
    }
  });
});
