// The saturator's promises: harmonics but no aliases, a flat passband, one latency for dry and wet, and no clicks.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { SATURATOR, type SaturatorSettings } from '@/contract/processors/saturator';
import { defaultsOf } from '@/contract/settings';
import { createRealFft, type RealFft } from '../fft';
import { dbToGain } from '../units';
import { Saturator } from './saturator';
import { levelsOf, noise, play, RAMP, RATE, responseAt, roughnessOf, tone } from './testing/play';

const DEFAULTS = defaultsOf(SATURATOR.settings);
const SIZE = 8192;

let fft: RealFft;
beforeAll(async () => {
  fft = await createRealFft(SIZE);
});

function saturatorWith(changes: Partial<SaturatorSettings> = {}): Saturator {
  const saturator = new Saturator(RATE, RAMP);
  saturator.set({ ...DEFAULTS, ...changes }, false);
  return saturator;
}

/** An odd bin, so that no alias of a harmonic falls on another harmonic. */
const binAt = (hz: number) => 2 * Math.round((hz * SIZE) / RATE / 2) + 1;

/** The spectrum of a tone that begins and ends a bin's periods, after the saturator has settled. */
function spectrumOf(saturator: Saturator, bin: number, peak = 1): Float64Array {
  const [out] = play(saturator, tone(2 * SIZE, (bin * RATE) / SIZE, peak));
  return levelsOf(fft, out.subarray(SIZE));
}

describe('Saturator', () => {
  it.each([1000, 5000, 7000, 10_000])('keeps aliases of %i Hz below -80 dB at every drive', (hz) => {
    for (let driveDb = 0; driveDb <= 24; driveDb += 3) {
      const bin = binAt(hz);
      const levels = spectrumOf(saturatorWith({ driveDb }), bin);
      const aliases = levels.filter((_, at) => at % bin !== 0);
      expect(Math.max(...aliases) - levels[bin]!).toBeLessThan(-80);
    }
  });

  it('adds odd harmonics, the more the more it is driven', () => {
    const third = (driveDb: number) => {
      const levels = spectrumOf(saturatorWith({ driveDb }), binAt(1000));
      expect(levels[2 * binAt(1000)]).toBeLessThan(-110);
      return levels[3 * binAt(1000)]! - levels[binAt(1000)]!;
    };
    expect(third(0)).toBeLessThan(-35);
    expect(third(6)).toBeGreaterThan(-32);
    expect(third(12)).toBeGreaterThan(third(6) + 6);
    expect(third(24)).toBeGreaterThan(-13);
  });

  it('is flat within 0.1 dB up to 18 kHz for soft sounds at no drive', () => {
    for (const hz of [20, 1000, 5000, 10_000, 15_000, 17_000, 18_000])
      expect(Math.abs(responseAt(saturatorWith({ driveDb: 0 }), hz, { peak: 0.01 }))).toBeLessThan(0.1);
  });

  it('brings a full-scale peak out at one level whatever the drive, and the output gain on top', () => {
    for (const driveDb of [0, 12, 24]) {
      const [out] = play(saturatorWith({ driveDb, outputDb: 6 }), tone(RATE, 100));
      expect(Math.max(...out)).toBeCloseTo(3 * Math.tanh(1 / 3) * dbToGain(6), 2);
    }
  });

  it('is late by its latency, dry and wet alike', () => {
    const saturator = saturatorWith({ mix: 0 });
    const { latency } = saturator;
    expect(Number.isInteger(latency)).toBe(true);
    expect(latency / RATE).toBeLessThan(0.0015);
    const wave = noise(3000);
    expect(play(saturator, wave)[0].subarray(latency)).toEqual(wave.subarray(0, 3000 - latency));
    const soft = tone(3000, 3000, 1e-4);
    for (const mix of [0.5, 1]) {
      const [out] = play(saturatorWith({ mix, driveDb: 0 }), soft);
      for (let i = 1000; i < 3000; i++) expect(Math.abs(out[i]! - soft[i - latency]!)).toBeLessThan(1e-7);
    }
    saturator.set(null, true);
    expect(saturator.latency).toBe(0);
  });

  it('makes no clicks when it goes on and off and its settings change', () => {
    const saturator = new Saturator(RATE, RAMP);
    const to = (changes: Partial<SaturatorSettings>) => () =>
      saturator.set({ ...DEFAULTS, ...changes }, true);
    const off = () => saturator.set(null, true);
    const changes = [to({}), to({ driveDb: 24 }), to({ driveDb: 0, mix: 0.3 }), to({ mix: 0, outputDb: 6 })];
    expect(
      roughnessOf(saturator, [...changes, to({ driveDb: 24, outputDb: -24 }), off, to({ driveDb: 24 }), off]),
    ).toBeLessThan(0.006);
    const hard = () => saturator.set({ ...DEFAULTS, driveDb: 24 }, false);
    expect(roughnessOf(saturator, [off, off, hard])).toBeGreaterThan(0.02);
  });

  it('does not touch the audio when it is off, also after it has glided back', () => {
    const wave = noise(3000);
    const saturator = new Saturator(RATE, RAMP);
    expect(saturator.isActive).toBe(false);
    saturator.set(DEFAULTS, true);
    expect(play(saturator, wave)[0]).not.toEqual(wave);
    saturator.set(null, true);
    play(saturator, wave);
    expect(saturator.isActive).toBe(false);
    expect(saturator.isSilent).toBe(true);
    expect(play(saturator, wave)).toEqual([wave, wave]);
  });

  it('is silent once silence has come through', () => {
    const saturator = saturatorWith();
    play(saturator, noise(1000));
    expect(saturator.isSilent).toBe(false);
    play(saturator, new Float64Array(500));
    expect(saturator.isSilent).toBe(true);
    expect(play(saturator, new Float64Array(500))[0].every((x) => x === 0)).toBe(true);
  });

  it('works alike in blocks of any size, and after a reset as when it was new', () => {
    const wave = noise(2000);
    const run = (block: number) => {
      const saturator = new Saturator(RATE, RAMP);
      const steps = [DEFAULTS, { driveDb: 20, mix: 0.6, outputDb: -3 }, null, DEFAULTS];
      return steps.map((settings) => {
        saturator.set(settings, true);
        return play(saturator, wave, wave, block);
      });
    };
    expect(run(37)).toEqual(run(2000));
    expect(run(1)).toEqual(run(2000));
    const used = saturatorWith();
    play(used, wave);
    used.reset();
    expect(play(used, wave)).toEqual(play(saturatorWith(), wave));
  });

  it('stays within bounds at any settings, however they change and however loud the audio is', () => {
    const { settings } = SATURATOR;
    const between = (setting: { min: number; max: number }) =>
      fc.double({ min: setting.min, max: setting.max, noNaN: true });
    const any = fc.record({
      driveDb: between(settings.driveDb),
      mix: between(settings.mix),
      outputDb: between(settings.outputDb),
    });
    fc.assert(
      fc.property(any, any, fc.constantFrom(0.1, 1, 100), (before, after, peak) => {
        const saturator = new Saturator(RATE, RAMP);
        const wave = noise(1500, peak);
        for (const chosen of [before, after, null, before]) {
          saturator.set(chosen, true);
          expect(play(saturator, wave)[0].every((x) => Math.abs(x) < 4 * (peak + 4))).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});
