// The equaliser's promises: true to the analogue curve, linear, alike in blocks of any size, absent when neutral.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EqSettings } from '@/contract/processors/equaliser';
import { analogueBandPower, type BandKind, bandCoefficients, STEEPEST_SHELF_Q } from './bands';
import { powerAt } from './biquad';
import { NEUTRAL_EQ, ParametricEq } from './parametric-eq';

const RATE = 44_100;
const RAMP = 441;
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const band = (kind: BandKind) =>
  fc.record({
    hz: kind === 'low-shelf' ? number(20, 2000) : number(20, kind === 'peak' ? 20_000 : 16_000),
    gainDb: number(-18, 18),
    q: number(0.3, kind === 'peak' ? 12 : STEEPEST_SHELF_Q),
  });
const settings: fc.Arbitrary<EqSettings> = fc.record({
  lowShelf: band('low-shelf'),
  lowPeak: band('peak'),
  highPeak: band('peak'),
  highShelf: band('high-shelf'),
});
const signal = fc.array(
  number(-1, 1).map((x) => x + 0),
  { minLength: 60, maxLength: 60 },
);

function filtered(eq: ParametricEq, input: readonly number[], block = input.length): number[] {
  const [left, right] = [Float64Array.from(input), Float64Array.from(input, (x) => -x)];
  for (let at = 0; at < input.length; at += block) {
    const to = Math.min(at + block, input.length);
    eq.process(left.subarray(at, to), right.subarray(at, to), to - at);
  }
  // Adding 0 turns -0 into 0.
  expect(right.map((x) => 0 - x)).toEqual(left.map((x) => x + 0));
  return [...left].map((x) => x + 0);
}

function eqWith(chosen: EqSettings): ParametricEq {
  const eq = new ParametricEq(RATE, RAMP);
  eq.set(chosen, false);
  return eq;
}

describe('bandCoefficients', () => {
  it.each(['low-shelf', 'peak', 'high-shelf'] as const)('makes a stable %s with a stable inverse', (kind) => {
    fc.assert(
      fc.property(band(kind), (chosen) => {
        const { b0, b1, b2, a1, a2 } = bandCoefficients(kind, chosen, RATE);
        const isStable = (c1: number, c2: number) => Math.abs(c2) < 1 && Math.abs(c1) < 1 + c2;
        expect(isStable(a1, a2) && isStable(b1 / b0, b2 / b0)).toBe(true);
      }),
    );
  });

  it.each([
    ['low-shelf', 80, 0.05],
    ['low-shelf', 2000, 0.15],
    ['peak', 400, 0.1],
    ['peak', 4000, 0.6],
    ['peak', 12_000, 1.2],
    ['high-shelf', 3000, 0.05],
    ['high-shelf', 12_000, 0.6],
  ] as const)('follows the analogue %s at %i Hz up to 20 kHz', (kind, hz, limitDb) => {
    for (const gainDb of [-15, 6, 15]) {
      const chosen = { hz, gainDb, q: 0.7 };
      const section = bandCoefficients(kind, chosen, RATE);
      for (let f = 20; f <= 20_000; f *= 1.1) {
        const error = 10 * Math.log10(powerAt(section, f, RATE) / analogueBandPower(kind, chosen, f));
        expect(Math.abs(error)).toBeLessThan(limitDb);
      }
      expect(10 * Math.log10(powerAt(section, hz, RATE))).toBeCloseTo(
        kind === 'peak' ? gainDb : gainDb / 2,
        2,
      );
    }
  });
});

describe('ParametricEq', () => {
  it('filters a sum as the sum of what it makes of its parts', () => {
    fc.assert(
      fc.property(settings, signal, signal, number(-2, 2), (chosen, x, y, factor) => {
        const sum = filtered(
          eqWith(chosen),
          x.map((value, i) => value + factor * y[i]!),
        );
        const [a, b] = [filtered(eqWith(chosen), x), filtered(eqWith(chosen), y)];
        const scale = Math.max(1, ...a.map(Math.abs), ...b.map(Math.abs));
        for (const [i, value] of sum.entries()) {
          expect(Math.abs(value - a[i]! - factor * b[i]!)).toBeLessThan(1e-9 * scale);
        }
      }),
    );
  });

  it('has the response its bands multiply to', () => {
    const chosen = {
      ...NEUTRAL_EQ,
      lowPeak: { hz: 400, gainDb: 9, q: 2 },
      highShelf: { hz: 5000, gainDb: -6, q: 0.7 },
    };
    const hz = 1234;
    const tone = Array.from({ length: 8820 }, (_, i) => Math.sin((2 * Math.PI * hz * i) / RATE));
    const settled = filtered(eqWith(chosen), tone).slice(4410);
    const power = (2 / settled.length) * settled.reduce((sum, x) => sum + x * x, 0);
    const [peak, shelf] = [
      bandCoefficients('peak', chosen.lowPeak, RATE),
      bandCoefficients('high-shelf', chosen.highShelf, RATE),
    ];
    expect(10 * Math.log10(power)).toBeCloseTo(
      10 * Math.log10(powerAt(peak, hz, RATE) * powerAt(shelf, hz, RATE)),
      2,
    );
  });

  it('does not touch the audio at neutral, also after it has glided back', () => {
    fc.assert(
      fc.property(settings, signal, (chosen, x) => {
        const eq = new ParametricEq(RATE, 20);
        expect(filtered(eq, x)).toEqual(x);
        eq.set(chosen, true);
        filtered(eq, x);
        eq.set(NEUTRAL_EQ, true);
        filtered(eq, x);
        expect(eq.isActive).toBe(false);
        expect(eq.isSilent).toBe(true);
        expect(filtered(eq, x)).toEqual(x);
      }),
    );
  });

  it('glides alike in blocks of any size', () => {
    fc.assert(
      fc.property(settings, settings, fc.integer({ min: 1, max: 200 }), (before, after, block) => {
        const input = Array.from({ length: 2000 }, (_, i) => Math.sin(i / 50));
        const play = (size: number) => {
          const eq = eqWith(before);
          const first = filtered(eq, input, size);
          eq.set(after, true);
          return [...first, ...filtered(eq, input, size)];
        };
        const heard = play(2000);
        expect(play(block)).toEqual(heard);
        expect(heard.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
