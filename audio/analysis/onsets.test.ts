// Onsets are found where sounds begin, nowhere else; peaks obey their rules on any curve.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRealFft, type RealFft } from '../fft';
import { SAMPLE_RATE } from '../units';
import { FRAME_LENGTH, frameToSeconds } from './frames';
import { detectOnsets, onsetPicking, pickOnsets } from './onsets';
import { pickPeaks } from './peak-picking';
import { bursts, ODD_SIGNALS } from './testing/known-signals';

let fft: RealFft;
beforeAll(async () => {
  fft = await createRealFft(FRAME_LENGTH);
});

const curves = fc.float32Array({ minLength: 1, maxLength: 60, min: 0, max: 1, noNaN: true });
const few = fc.integer({ min: 0, max: 4 });
const some = fc.integer({ min: 1, max: 4 });
const pickings = fc.record({
  maxBefore: few,
  maxAfter: some,
  meanBefore: few,
  meanAfter: some,
  wait: few,
  rise: fc.double({ min: 0, max: 0.5, noNaN: true }),
});

describe('pickPeaks', () => {
  it('takes the first of equal neighbours, then waits', () => {
    const rules = { maxBefore: 1, maxAfter: 1, meanBefore: 1, meanAfter: 1, rise: 0.1, wait: 1 };
    expect(pickPeaks(Float32Array.of(0, 1, 1, 0, 0.5, 0.9, 1.2), rules)).toEqual([1, 4, 6]);
    expect(pickPeaks(new Float32Array(0), rules)).toEqual([]);
  });

  it('gives peaks that are the largest around and lie apart, on any curve', () => {
    fc.assert(
      fc.property(curves, pickings, (curve, rules) => {
        const peaks = pickPeaks(curve, rules);
        for (const [i, peak] of peaks.entries()) {
          const around = curve.subarray(Math.max(0, peak - rules.maxBefore), peak + rules.maxAfter);
          expect(curve[peak]).toBe(Math.max(...around));
          if (i > 0) expect(peak - peaks[i - 1]!).toBeGreaterThan(rules.wait);
        }
      }),
    );
  });
});

describe('detectOnsets', () => {
  it('finds every attack within 25 ms, and no other', () => {
    const times = [0.25, 0.5, 0.61, 1.0, 1.003 + 0.4, 1.9];
    const found = detectOnsets(fft, bursts(2.2, times), SAMPLE_RATE);
    expect(found).toHaveLength(times.length);
    for (const [i, time] of times.entries()) {
      expect(Math.abs(frameToSeconds(found[i]!, SAMPLE_RATE) - time)).toBeLessThan(0.025);
    }
  });

  it('does not depend on the height of the curve', () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: -8, max: 8 }), (curve, exponent) => {
        const scaled = curve.map((value) => value * 2 ** exponent);
        fc.pre(scaled.every((value, i) => value / 2 ** exponent === curve[i]));
        const picking = onsetPicking(SAMPLE_RATE);
        expect(pickOnsets(scaled, picking)).toEqual(pickOnsets(curve, picking));
      }),
    );
  });

  it('finds nothing in a flat curve', () => {
    expect(pickOnsets(new Float32Array(9).fill(3), onsetPicking(SAMPLE_RATE))).toEqual([]);
  });

  it.each(ODD_SIGNALS)('gives frames in order for %s', (_, signal) => {
    const onsets = detectOnsets(fft, signal, SAMPLE_RATE);
    expect(onsets).toEqual([...onsets].sort((a, b) => a - b));
    expect(onsets.every((frame) => frame * 512 <= signal.length)).toBe(true);
  });
});
