// The de-esser's promises: the band alone, only while it is loud, never beyond its range, and no trace when idle.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DE_ESSER, type DeEsserSettings } from '@/contract/processors/de-esser';
import { defaultsOf } from '@/contract/settings';
import { dbToGain } from '../units';
import { DeEsser } from './de-esser';
import { levelAt, noise, play, RAMP, RATE, responseAt, roughnessOf, tone } from './testing/play';

const DEFAULTS = defaultsOf(DE_ESSER.settings);

function deEsserWith(changes: Partial<DeEsserSettings> = {}, rate = RATE): DeEsser {
  const deEsser = new DeEsser(rate, RAMP);
  deEsser.set({ ...DEFAULTS, ...changes }, false);
  return deEsser;
}

const add = (...waves: Float64Array[]) =>
  waves[0]!.map((_, i) => waves.reduce((sum, wave) => sum + wave[i]!, 0));

describe('DeEsser', () => {
  it('turns down the band and nothing below it while the band is loud', () => {
    for (const rangeDb of [6, 12, 24]) {
      const deEsser = deEsserWith({ rangeDb, thresholdDb: -50 });
      const voice = [tone(RATE, 300, 0.2), tone(RATE, 2000, 0.2), tone(RATE, 14_000, 0.2)];
      const [out] = play(deEsser, add(...voice));
      const [late, before] = [out.subarray(RATE / 2), add(...voice).subarray(RATE / 2)];
      const change = (hz: number) => levelAt(late, hz) - levelAt(before, hz);
      expect(Math.abs(change(300))).toBeLessThan(0.01);
      expect(Math.abs(change(2000))).toBeLessThan(0.01);
      expect(Math.abs(change(14_000) + rangeDb)).toBeLessThan(0.5);
      expect(deEsser.reductionDb).toBeCloseTo(rangeDb, 1);
    }
  });

  it('has the shelf that its own comment promises', () => {
    for (const hz of [3000, 6000, 9000, 15_000]) {
      const deEsser = deEsserWith({ hz: 6000, thresholdDb: -60, rangeDb: 12 });
      const w = Math.tan((Math.PI * hz) / RATE) / Math.tan((Math.PI * 6000) / RATE);
      const wanted = 10 * Math.log10((1 + dbToGain(-12) ** 2 * w ** 8) / (1 + w ** 8));
      // The range is reached as soon as the band is 12 dB too loud.
      expect(Math.abs(responseAt(deEsser, hz) - wanted)).toBeLessThan(0.05);
    }
  });

  it('brings a band that is somewhat too loud down to the threshold', () => {
    const deEsser = deEsserWith({ thresholdDb: -30, rangeDb: 20 });
    play(deEsser, tone(RATE, 12_000, dbToGain(-24)));
    expect(deEsser.reductionDb).toBeCloseTo(6, 0);
  });

  it('leaves every sample as it is while nothing in the band is loud', () => {
    const deEsser = deEsserWith({ thresholdDb: -30 });
    const wave = add(tone(RATE, 200, 0.5), tone(RATE, 1500, 0.4), noise(RATE, dbToGain(-40)));
    // The first samples are a step from silence, which lies in every band.
    const faded = wave.map((x, i) => x * Math.min(1, i / 4000));
    expect(play(deEsser, faded)[0]).toEqual(faded);
    expect(deEsser.reductionDb).toBe(0);
  });

  it('sets in within a few milliseconds and lets go in its release', () => {
    const deEsser = deEsserWith({ thresholdDb: -40, rangeDb: 10, releaseMs: 100 });
    const sibilant = tone(RATE, 9000, 0.5);
    play(deEsser, sibilant.subarray(0, 0.002 * RATE));
    expect(deEsser.reductionDb).toBeGreaterThan(8.5);
    play(deEsser, sibilant);
    play(deEsser, new Float64Array(0.1 * RATE));
    expect(deEsser.reductionDb).toBeCloseTo(10 / Math.E, 0);
    play(deEsser, new Float64Array(3 * RATE));
    expect(deEsser.reductionDb).toBe(0);
    expect(deEsser.isSilent).toBe(true);
  });

  it('reduces both channels alike when one is sibilant', () => {
    const deEsser = deEsserWith({ thresholdDb: -40 });
    const [loud, quiet] = [tone(RATE, 9000, 0.5), tone(RATE, 11_000, 0.001)];
    const [, right] = play(deEsser, loud, quiet);
    const late = right.subarray(RATE / 2);
    expect(levelAt(late, 11_000) - levelAt(quiet.subarray(RATE / 2), 11_000)).toBeLessThan(-7);
  });

  it('makes no clicks when it goes on and off and its settings change', () => {
    const deEsser = new DeEsser(RATE, RAMP);
    const to = (changes: Partial<DeEsserSettings>) => () => deEsser.set({ ...DEFAULTS, ...changes }, true);
    const loud = { thresholdDb: -60, hz: 2000, rangeDb: 24 };
    const steps = [
      to(loud),
      to({ ...loud, hz: 12_000 }),
      to({ ...loud, rangeDb: 0 }),
      () => deEsser.set(null, true),
    ];
    expect(roughnessOf(deEsser, [...steps, to(loud)])).toBeLessThan(0.003);
  });

  it('does not touch the audio when it is off or has nothing above it, also after it has glided back', () => {
    const wave = noise(3000);
    const deEsser = deEsserWith({ thresholdDb: -60 });
    expect(play(deEsser, wave)[0]).not.toEqual(wave);
    deEsser.set(null, true);
    play(deEsser, wave.subarray(0, RAMP));
    expect(deEsser.isActive).toBe(false);
    expect(deEsser.isSilent).toBe(true);
    expect(deEsser.reductionDb).toBe(0);
    expect(play(deEsser, wave)).toEqual([wave, wave]);
    const slow = deEsserWith({ thresholdDb: -60, hz: 8000 }, 8000);
    expect(play(slow, wave)[0]).toEqual(wave);
  });

  it('works alike in blocks of any size, and after a reset as when it was new', () => {
    const wave = noise(4000).map((x, i) => (i % 1000 < 300 ? x : x / 100));
    const run = (block: number) => {
      const deEsser = deEsserWith();
      const first = play(deEsser, wave, wave, block);
      deEsser.set({ ...DEFAULTS, hz: 3000, rangeDb: 20 }, true);
      const second = play(deEsser, wave, wave, block);
      deEsser.set(null, true);
      return [first, second, play(deEsser, wave, wave, block)];
    };
    expect(run(37)).toEqual(run(4000));
    const used = deEsserWith();
    play(used, wave);
    used.reset();
    expect(play(used, wave)).toEqual(play(deEsserWith(), wave));
  });

  it('stays within bounds and its range at any settings and sample rate, however they change', () => {
    const { settings } = DE_ESSER;
    const between = (setting: { min: number; max: number }) =>
      fc.double({ min: setting.min, max: setting.max, noNaN: true });
    const any = fc.record({
      hz: between(settings.hz),
      thresholdDb: between(settings.thresholdDb),
      rangeDb: between(settings.rangeDb),
      releaseMs: between(settings.releaseMs),
    });
    const wave = noise(4000);
    fc.assert(
      fc.property(any, any, fc.constantFrom(8000, 44_100, 192_000), (before, after, rate) => {
        const deEsser = new DeEsser(rate, rate / 100);
        for (const chosen of [before, after, null, before]) {
          deEsser.set(chosen, true);
          expect(play(deEsser, wave)[0].every((x) => Math.abs(x) < 4)).toBe(true);
          expect(deEsser.reductionDb).toBeLessThanOrEqual(Math.max(before.rangeDb, after.rangeDb) + 1e-9);
        }
      }),
      { numRuns: 50 },
    );
  });
});
