// The gate's guarantees: it opens, holds and closes, never chatters, and leaves open passages alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GATE, type GateSettings } from '@/contract/processors/gate';
import { defaultsOf } from '@/contract/settings';
import { dbToGain } from '../units';
import { Gate } from './gate';
import { noise, play, RAMP, RATE, roughnessOf, tone } from './testing/play';

const DEFAULTS = defaultsOf(GATE.settings);
const seconds = (time: number) => Math.round(time * RATE);

function gateWith(changes: Partial<GateSettings> = {}): Gate {
  const gate = new Gate(RATE, RAMP);
  gate.set({ ...DEFAULTS, ...changes }, false);
  return gate;
}

/** How often the gate turned from opening to closing or back, looked at sample by sample. */
function turnsOf(gate: Gate, left: Float64Array): number {
  let [turns, direction, before] = [0, 0, gate.reductionDb];
  for (const sample of left) {
    gate.process(Float64Array.of(sample), Float64Array.of(sample), 1);
    const now = Math.sign(gate.reductionDb - before);
    if (now !== 0 && now !== direction) turns++;
    if (now !== 0) direction = now;
    before = gate.reductionDb;
  }
  return turns;
}

describe('Gate', () => {
  it('takes its range off what is quieter than the threshold, on both channels', () => {
    const gate = gateWith({ thresholdDb: -40, rangeDb: 30 });
    const quiet = tone(2000, 441, dbToGain(-45));
    const [left, right] = play(
      gate,
      quiet,
      quiet.map((x) => x / 2),
    );
    for (const [i, x] of quiet.entries()) {
      expect(left[i]!).toBeCloseTo(x * dbToGain(-30), 12);
      expect(right[i]!).toBeCloseTo((x / 2) * dbToGain(-30), 12);
    }
    expect(gate.reductionDb).toBeCloseTo(30, 9);
    expect(gate.latency).toBe(0);
  });

  it('opens in its attack and then passes both channels bit for bit when one of them is loud', () => {
    const gate = gateWith({ thresholdDb: -40, rangeDb: 40, attackMs: 2 });
    const [loud, quiet] = [tone(seconds(1), 441, 0.1), noise(seconds(1), 1e-3)];
    play(gate, loud.subarray(0, seconds(0.002)), quiet.subarray(0, seconds(0.002)));
    expect(gate.reductionDb).toBeGreaterThan(40 / Math.E - 1);
    expect(gate.reductionDb).toBeLessThan(40 / Math.E + 3);
    const [left, right] = play(gate, loud, quiet);
    const settled = seconds(0.1);
    expect(left.subarray(settled)).toEqual(loud.subarray(settled));
    expect(right.subarray(settled)).toEqual(quiet.subarray(settled));
    expect(gate.reductionDb).toBe(0);
  });

  it('holds, then closes in its release, and is silent again once settled', () => {
    const gate = gateWith({ rangeDb: 50, holdMs: 100, releaseMs: 200 });
    play(gate, tone(seconds(0.5), 441, 0.5));
    play(gate, new Float64Array(seconds(0.1)));
    expect(gate.reductionDb).toBe(0);
    expect(gate.isSilent).toBe(false);
    play(gate, new Float64Array(seconds(0.213)));
    expect(gate.reductionDb).toBeCloseTo(50 * (1 - 1 / Math.E), 0);
    play(gate, new Float64Array(seconds(6)));
    expect(gate.reductionDb).toBeCloseTo(50, 9);
    expect(gate.isSilent).toBe(true);
  });

  it.each([40, 60, 1000])('never chatters on a tone of %i Hz near the threshold', (hz) => {
    const quick = { attackMs: 0.1, holdMs: 1, releaseMs: 5, thresholdDb: -30 };
    expect(turnsOf(gateWith(quick), tone(RATE, hz, dbToGain(-29.9)))).toBe(1);
    expect(turnsOf(gateWith(quick), tone(RATE, hz, dbToGain(-30.1)))).toBe(0);
    // A tremolo across the threshold opens it once.
    const wave = tone(2 * RATE, hz, dbToGain(-30)).map((x, i) => x * dbToGain(1.8 * Math.sin(i / 3000)));
    expect(turnsOf(gateWith(quick), wave)).toBe(1);
  });

  it('makes no clicks when it goes on and off and its range changes over a passage that it closes on', () => {
    const gate = new Gate(RATE, RAMP);
    const closed = { ...DEFAULTS, thresholdDb: 0 };
    const glide = true;
    const steps = [
      () => gate.set(closed, glide),
      () => gate.set({ ...closed, rangeDb: 6 }, glide),
      () => gate.set({ ...closed, rangeDb: 80 }, glide),
      () => gate.set(null, glide),
    ];
    expect(roughnessOf(gate, steps)).toBeLessThan(0.003);
    expect(roughnessOf(gate, [() => gate.set(closed, false), () => gate.set(null, false)])).toBeGreaterThan(
      0.003,
    );
  });

  it('does not touch the audio when it is off or has no range, also after it has glided back', () => {
    const wave = noise(5000);
    const gate = gateWith({ thresholdDb: 0 });
    play(gate, wave);
    for (const settings of [null, { ...DEFAULTS, rangeDb: 0 }]) {
      gate.set({ ...DEFAULTS, thresholdDb: 0 }, false);
      gate.set(settings, true);
      play(gate, wave.subarray(0, RAMP));
      expect(gate.isActive).toBe(false);
      expect(gate.isSilent).toBe(true);
      expect(gate.reductionDb).toBe(0);
      expect(play(gate, wave)[0]).toEqual(wave);
    }
  });

  it('gates alike in blocks of any size, and after a reset as when it was new', () => {
    const bursts = noise(30_000).map((x, i) => (i % 9000 < 2000 ? x : x * 1e-4));
    const settings = { holdMs: 10, releaseMs: 20 };
    const run = (gate: Gate, block: number) => {
      const first = play(gate, bursts, bursts, block);
      gate.set({ ...DEFAULTS, rangeDb: 20 }, true);
      return [first, play(gate, bursts, bursts, block)];
    };
    expect(run(gateWith(settings), 37)).toEqual(run(gateWith(settings), 30_000));
    const used = gateWith(settings);
    play(used, bursts);
    used.reset();
    expect(play(used, bursts)).toEqual(play(gateWith(settings), bursts));
  });

  it('gives finite gains of 1 at most at any settings and sample rate', () => {
    const { settings } = GATE;
    const between = (setting: { min: number; max: number }) =>
      fc.double({ min: setting.min, max: setting.max, noNaN: true });
    const any = fc.record({
      thresholdDb: between(settings.thresholdDb),
      rangeDb: between(settings.rangeDb),
      attackMs: between(settings.attackMs),
      holdMs: between(settings.holdMs),
      releaseMs: between(settings.releaseMs),
    });
    const wave = noise(3000).map((x, i) => (i % 900 < 300 ? x : x / 1e3));
    fc.assert(
      fc.property(any, any, fc.constantFrom(8000, 44_100, 192_000), (before, after, rate) => {
        const gate = new Gate(rate, rate / 100);
        gate.set(before, false);
        play(gate, wave);
        gate.set(after, true);
        const [out] = play(gate, wave);
        expect(out.every((x, i) => Math.abs(x) <= Math.abs(wave[i]!))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
