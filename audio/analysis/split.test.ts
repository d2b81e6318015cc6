// Level and silence: known levels, sounds found between silences, intervals that obey their rules.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from '../units';
import { FRAME_LENGTH, HOP } from './frames';
import { rms } from './rms';
import { splitAtSilence } from './split';
import { ODD_SIGNALS, sine } from './testing/known-signals';

/** Stretches of a tone of the given lengths in samples, every second one silent. */
function alternate(lengths: readonly number[]): Float32Array {
  const out = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const [i, length] of lengths.entries()) {
    if (i % 2 === 1) out.set(sine(length / SAMPLE_RATE, 440), at);
    at += length;
  }
  return out;
}

describe('rms', () => {
  it('is the level of a tone within, and half its energy at the ends', () => {
    const levels = rms(sine(1, 441));
    expect(levels[40]!).toBeCloseTo(0.5 / Math.SQRT2, 3);
    expect(levels[0]! / levels[40]!).toBeCloseTo(Math.SQRT1_2, 2);
  });

  it('refuses frames that are no even number of hops', () => {
    expect(() => rms(new Float32Array(10), FRAME_LENGTH, 600)).toThrow(RangeError);
  });

  it.each(ODD_SIGNALS)('is finite for %s', (_, signal) => {
    expect(rms(signal).every((level) => Number.isFinite(level) && level >= 0)).toBe(true);
  });
});

describe('splitAtSilence', () => {
  it('finds each sound within a frame of where it is', () => {
    const intervals = splitAtSilence(alternate([30_000, 20_000, 10_000, 40_000, 9_000]));
    expect(intervals).toHaveLength(2);
    for (const [i, [start, end]] of [
      [30_000, 50_000],
      [60_000, 100_000],
    ].entries()) {
      expect(Math.abs(intervals[i]!.start - start!)).toBeLessThanOrEqual(FRAME_LENGTH);
      expect(Math.abs(intervals[i]!.end - end!)).toBeLessThanOrEqual(FRAME_LENGTH);
    }
  });

  it('takes what is quieter than allowed for silence', () => {
    const sound = alternate([9_000, 20_000, 20_000, 20_000]).map((x, i) => (i > 40_000 ? x * 0.05 : x));
    expect(splitAtSilence(sound, 20)).toHaveLength(1);
    expect(splitAtSilence(sound, 40)).toHaveLength(2);
  });

  it('returns ordered, disjoint intervals within any signal that contain its loudest sample', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 80 }), (stretches, topDb) => {
        const signal = alternate(stretches);
        const intervals = splitAtSilence(signal, topDb);
        let last = -1;
        for (const { start, end } of intervals) {
          expect(start).toBeGreaterThan(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(signal.length);
        for (const { start } of intervals) expect(start % HOP).toBe(0);
        if (signal.some((x) => Math.abs(x) > 0.01)) expect(intervals.length).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });

  it('finds nothing in silence, and all of a steady sound', () => {
    expect(splitAtSilence(new Float32Array(9000))).toEqual([]);
    expect(splitAtSilence(new Float32Array(9000).fill(0.7))).toEqual([{ start: 0, end: 9000 }]);
    expect(splitAtSilence(Float32Array.of(0.5))).toEqual([{ start: 0, end: 1 }]);
  });

  it.each(ODD_SIGNALS)('stays within %s', (_, signal) => {
    for (const { start, end } of splitAtSilence(signal)) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(signal.length);
    }
  });
});
