// The limiter's guarantees: no peak exceeds the ceiling, between samples too, and audio below it is
// unchanged.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../dither';
import { measureLoudness } from '../loudness/loudness-meter';
import { dbToGain } from '../units';
import { DEFAULT_LIMITER, TruePeakLimiter } from './limiter';

const RATE = 44_100;

/** Limits a copy, in blocks of any size. */
function limited(limiter: TruePeakLimiter, left: Float64Array, right = left, block = left.length) {
  const out = [left.slice(), right.slice()] as const;
  for (let at = 0; at < left.length; at += block) {
    const to = Math.min(left.length, at + block);
    limiter.process(out[0].subarray(at, to), out[1].subarray(at, to), to - at);
  }
  return out;
}

const truePeak = (left: Float64Array, right: Float64Array) => measureLoudness(left, right).truePeakDbtp;

type Wave = (i: number, random: () => number) => number;
const HARD: Record<string, Wave> = {
  'white noise': (_, random) => 6 * (random() - 0.5),
  'a sine at a quarter of the rate': (i) => 2 * Math.sin((Math.PI / 2) * i + Math.PI / 4),
  'a sine at 17 kHz that swells': (i) => 4 * Math.sin(i * 2.42) * Math.sin(i / 700) ** 2,
  'single clicks': (i) => (i % 977 === 0 ? 8 : 0),
  'clicks of changing sign': (i) => (i % 331 < 2 ? 5 * (-1) ** i : 0.1 * Math.sin(i / 9)),
  'a bass at 12 dB too much': (i) => 4 * Math.sin(i / 120),
  'a square wave': (i) => (i % 100 < 50 ? 3 : -3),
  'bursts of noise': (i, random) => (i % 4000 < 300 ? 10 : 0.5) * (random() - 0.5),
};

describe('TruePeakLimiter', () => {
  it.each(Object.entries(HARD))('keeps %s below the ceiling', (_, wave) => {
    const random = seededRandom(5);
    const left = Float64Array.from({ length: 20_000 }, (_, i) => (i < 19_000 ? wave(i, random) : 0));
    const right = left.map((x) => -0.7 * x);
    for (const ceilingDb of [-1, -6]) {
      const out = limited(new TruePeakLimiter(RATE, { ceilingDb, releaseMs: 30 }), left, right);
      expect(truePeak(...out)).toBeLessThan(ceilingDb + 0.1);
      expect(truePeak(...out)).toBeGreaterThan(ceilingDb - 0.5);
    }
  });

  it('never lets a peak through, whatever it is fed', () => {
    const level = fc.constantFrom(0, 0.3, 1, 3, 12);
    const part = fc.record({
      level,
      length: fc.integer({ min: 1, max: 400 }),
      step: fc.double({ min: 0, max: 3.1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), (parts) => {
        const wave = parts.flatMap(({ level, length, step }) =>
          Array.from({ length }, (_, i) => level * Math.cos(i * step)),
        );
        const [out] = limited(
          new TruePeakLimiter(RATE),
          Float64Array.from([...wave, ...new Array(300).fill(0)]),
        );
        expect(truePeak(out, out)).toBeLessThan(DEFAULT_LIMITER.ceilingDb + 0.1);
      }),
    );
  });

  it('passes what stays below the ceiling bit for bit, delayed by its latency', () => {
    const random = seededRandom(1);
    const loud = Float64Array.from({ length: 3000 }, () => 3 * (random() - 0.5));
    const soft = Float64Array.from({ length: 20_000 }, (_, i) => dbToGain(-1.1) * Math.sin(i / 17));
    const limiter = new TruePeakLimiter(RATE, { ceilingDb: -1, releaseMs: 5 });
    const delayed = (wave: Float64Array) => wave.subarray(0, wave.length - limiter.latency);
    expect(limited(limiter, soft)[0].subarray(limiter.latency)).toEqual(delayed(soft));
    limited(limiter, loud);
    const [after] = limited(limiter, soft);
    // Once it has let go, the loud part before leaves no trace.
    expect(after.subarray(15_000)).toEqual(soft.subarray(15_000 - limiter.latency, 20_000 - limiter.latency));
    expect(limiter.reductionDb).toBe(0);
    expect(limiter.latency / RATE).toBeLessThan(0.006);
  });

  it('moves its gain smoothly', () => {
    const step = Float64Array.from({ length: 4000 }, (_, i) => (i < 2000 ? 0.5 : 4));
    const [out] = limited(new TruePeakLimiter(RATE), step);
    const gains = Array.from(out.subarray(0, 1990), (x) => x / 0.5).slice(300);
    for (let i = 1; i < gains.length; i++) expect(Math.abs(gains[i]! - gains[i - 1]!)).toBeLessThan(0.012);
  });

  it('limits alike in blocks of any size and links both channels', () => {
    const random = seededRandom(9);
    const left = Float64Array.from({ length: 5000 }, () => 4 * (random() - 0.5));
    const right = left.map((x) => x / 4);
    const whole = limited(new TruePeakLimiter(RATE), left, right);
    expect(limited(new TruePeakLimiter(RATE), left, right, 37)).toEqual(whole);
    for (let i = 0; i < 5000; i++) expect(whole[1][i]! * 4).toBeCloseTo(whole[0][i]!, 9);
  });
});
