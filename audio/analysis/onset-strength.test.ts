// Onset strength: nothing happens in a steady sound, and attacks are located where they are heard.
import { beforeAll, describe, expect, it } from 'vitest';
import { createRealFft, type RealFft } from '../fft';
import { SAMPLE_RATE } from '../units';
import { countFrames, FRAME_LENGTH, frameToSeconds } from './frames';
import { onsetStrength, spectralFlux } from './onset-strength';
import { bursts, ODD_SIGNALS } from './testing/known-signals';

let fft: RealFft;
beforeAll(async () => {
  fft = await createRealFft(FRAME_LENGTH);
});

describe('onset strength', () => {
  it('counts what rises and not what falls', () => {
    const melDb = { frames: 3, bands: 2, values: Float32Array.of(0, 0, 4, -6, 4, 6) };
    expect([...spectralFlux(melDb)]).toEqual([0, 2, 6]);
  });

  it('is highest at an attack, at most 25 ms from it', () => {
    for (const time of [0.3, 0.517, 0.9]) {
      const strength = onsetStrength(fft, bursts(1.2, [time]), SAMPLE_RATE);
      const peak = strength.indexOf(Math.max(...strength));
      expect(Math.abs(frameToSeconds(peak, SAMPLE_RATE) - time)).toBeLessThan(0.025);
    }
  });

  it('does not depend on the level', () => {
    const sound = bursts(1, [0.2, 0.5, 0.6]);
    const loud = onsetStrength(fft, sound, SAMPLE_RATE);
    const soft = onsetStrength(
      fft,
      sound.map((x) => x / 4),
      SAMPLE_RATE,
    );
    // The floor of -100 dB lies below the 80 dB that are kept, at both levels.
    for (const [i, value] of loud.entries()) expect(Math.abs(value - soft[i]!)).toBeLessThan(1e-3);
  });

  it.each(ODD_SIGNALS)('is finite and never negative for %s', (_, signal) => {
    const strength = onsetStrength(fft, signal, SAMPLE_RATE);
    expect(strength).toHaveLength(countFrames(signal.length));
    expect(strength.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  });
});
