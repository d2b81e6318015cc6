// The promises of high-pass and low-pass: their slopes, a corner at -3 dB, no clicks, and nothing at all when off.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HIGH_PASS, LOW_PASS } from '@/contract/processors/pass-filters';
import { PassFilter } from './pass-filter';
import { noise, play, RAMP, RATE, responseAt, roughnessOf } from './testing/play';

function filterWith(kind: 'high' | 'low', hz: number, slope: number, rate = RATE): PassFilter {
  const filter = new PassFilter(kind, rate, RAMP);
  filter.set({ hz, slope }, false);
  return filter;
}

describe('PassFilter', () => {
  it.each([
    ['high', 1],
    ['high', 2],
    ['high', 3],
    ['high', 4],
    ['low', 1],
    ['low', 2],
    ['low', 3],
    ['low', 4],
  ] as const)('as %s-pass with %i sections follows the Butterworth curve', (kind, sections) => {
    const hz = 1000;
    const responses = (octaves: number) =>
      responseAt(filterWith(kind, hz, sections), hz * 2 ** (kind === 'high' ? -octaves : octaves));
    const wanted = (octaves: number) => -10 * Math.log10(1 + 2 ** (4 * sections * octaves));
    expect(responses(0)).toBeCloseTo(-3.01, 2);
    // The bilinear transform bends the curve by a little more towards the Nyquist frequency.
    for (const octaves of [1, 2]) expect(Math.abs(responses(octaves) - wanted(octaves))).toBeLessThan(2.5);
    if (kind === 'high') expect(responses(1) - responses(2)).toBeCloseTo(12 * sections, 0);
    expect(Math.abs(responses(-3))).toBeLessThan(0.1);
  });

  it('at its lowest corner keeps what lies above and loses what lies below', () => {
    expect(responseAt(filterWith('high', 20, 4, 192_000), 80, { rate: 192_000 })).toBeCloseTo(0, 2);
    expect(responseAt(filterWith('high', 20, 4, 192_000), 10, { rate: 192_000 })).toBeCloseTo(-48.2, 0);
  });

  it('keeps everything that the sample rate can represent when the low-pass lies above it', () => {
    const wave = noise(3000);
    for (const [hz, rate] of [
      [20_000, 8000],
      [20_000, 32_000],
      [20_000, 40_000],
    ] as const) {
      const filter = filterWith('low', hz, 4, rate);
      expect(filter.isActive).toBe(false);
      expect(play(filter, wave)[0]).toEqual(wave);
    }
    expect(responseAt(filterWith('low', 20_000, 1), 10_000)).toBeGreaterThan(-0.1);
    expect(responseAt(filterWith('high', 2000, 2, 8000), 3500, { rate: 8000 })).toBeGreaterThan(-0.1);
  });

  it.each(['high', 'low'] as const)('makes no clicks as %s-pass when anything changes', (kind) => {
    const { hz } = (kind === 'high' ? HIGH_PASS : LOW_PASS).settings;
    const filter = new PassFilter(kind, RATE, RAMP);
    const to = (at: number, slope: number) => () => filter.set({ hz: at, slope }, true);
    const off = () => filter.set(null, true);
    const steps = [to(hz.default, 2), to(hz.min, 4), to(hz.max, 4), to(hz.max, 1), to(hz.min, 3), off];
    expect(roughnessOf(filter, [...steps, to(hz.max, 4), off, to(hz.min, 1), to(hz.min, 4)])).toBeLessThan(
      0.004,
    );
    const hard = [
      () => filter.set({ hz: hz.max, slope: 4 }, false),
      () => filter.set({ hz: hz.min, slope: 4 }, false),
    ];
    if (kind === 'high') expect(roughnessOf(filter, [...hard, ...hard])).toBeGreaterThan(0.01);
  });

  it('does not touch the audio when it is off, also after it has glided back', () => {
    const wave = noise(2000);
    for (const kind of ['high', 'low'] as const) {
      const filter = new PassFilter(kind, RATE, RAMP);
      expect(filter.isActive).toBe(false);
      filter.set({ hz: 1000, slope: 3 }, true);
      expect(play(filter, wave)[0]).not.toEqual(wave);
      filter.set(null, true);
      play(filter, wave.subarray(0, RAMP));
      expect(filter.isActive).toBe(false);
      expect(filter.isSilent).toBe(true);
      expect(play(filter, wave)).toEqual([wave, wave]);
    }
  });

  it('falls silent some time after the audio', () => {
    const filter = filterWith('high', 20, 4);
    play(filter, noise(2000));
    expect(filter.isSilent).toBe(false);
    for (let second = 0; second < 20; second++) play(filter, new Float64Array(RATE));
    expect(filter.isSilent).toBe(true);
  });

  it('filters alike in blocks of any size, and after a reset as when it was new', () => {
    const wave = noise(4000);
    const run = (block: number) => {
      const filter = filterWith('high', 50, 2);
      const first = play(filter, wave, wave, block);
      filter.set({ hz: 1500, slope: 4 }, true);
      const second = play(filter, wave, wave, block);
      filter.set(null, true);
      return [first, second, play(filter, wave, wave, block)];
    };
    expect(run(37)).toEqual(run(4000));
    expect(run(1)).toEqual(run(4000));
    const used = filterWith('low', 500, 3);
    play(used, wave);
    used.reset();
    expect(play(used, wave)).toEqual(play(filterWith('low', 500, 3), wave));
  });

  it('stays within bounds at any settings and sample rate, however they change', () => {
    const wave = noise(4000);
    const any = (kind: 'high' | 'low') => {
      const { hz } = (kind === 'high' ? HIGH_PASS : LOW_PASS).settings;
      const settings = fc.record({
        hz: fc.double({ min: hz.min, max: hz.max, noNaN: true }),
        slope: fc.integer({ min: 1, max: 4 }),
      });
      return fc.array(fc.option(settings), { minLength: 2, maxLength: 5 });
    };
    for (const kind of ['high', 'low'] as const) {
      fc.assert(
        fc.property(any(kind), fc.constantFrom(8000, 44_100, 192_000), (steps, rate) => {
          const filter = new PassFilter(kind, rate, rate / 100);
          for (const settings of steps) {
            filter.set(settings, true);
            const [out] = play(filter, wave);
            expect(out.every((x) => Math.abs(x) < 6)).toBe(true);
          }
        }),
        { numRuns: 50 },
      );
    }
  });
});
