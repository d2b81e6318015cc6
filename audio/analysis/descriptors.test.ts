// Timbre: cepstra by their definition, brightness and noisiness of known sounds.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRealFft, type RealFft } from '../fft';
import { SAMPLE_RATE } from '../units';
import { countFrames, FRAME_LENGTH } from './frames';
import { COEFFICIENTS, cepstrum, mfcc } from './mfcc';
import { spectralShape } from './spectral-shape';
import { noise, ODD_SIGNALS, sine } from './testing/known-signals';

let fft: RealFft;
beforeAll(async () => {
  fft = await createRealFft(FRAME_LENGTH);
});

describe('MFCCs', () => {
  it('keep the energy of the bands when none is cut off', () => {
    const levels = fc.float32Array({ minLength: 12, maxLength: 12, min: -80, max: 0, noNaN: true });
    fc.assert(
      fc.property(levels, (values) => {
        const energy = (all: Float32Array) => all.reduce((sum, x) => sum + x * x, 0);
        const found = cepstrum({ frames: 1, bands: 12, values }, 12).values;
        expect(energy(found)).toBeCloseTo(energy(values), 1);
      }),
    );
  });

  it('are one number for a flat spectrum', () => {
    const [first, ...others] = cepstrum({
      frames: 1,
      bands: 128,
      values: new Float32Array(128).fill(-10),
    }).values;
    expect(first!).toBeCloseTo(-10 * Math.sqrt(128), 3);
    for (const other of others) expect(Math.abs(other)).toBeLessThan(1e-4);
  });

  it('change with the level in the first alone', () => {
    const loud = mfcc(fft, noise(0.2, 0.5), SAMPLE_RATE).values;
    const soft = mfcc(fft, noise(0.2, 0.25), SAMPLE_RATE).values;
    for (const [i, value] of loud.entries()) {
      const difference = i % COEFFICIENTS === 0 ? 20 * Math.log10(2) * Math.sqrt(128) : 0;
      expect(Math.abs(value - soft[i]! - difference)).toBeLessThan(0.01);
    }
  });

  it.each(ODD_SIGNALS)('are finite for %s', (_, signal) => {
    const { frames, values } = mfcc(fft, signal, SAMPLE_RATE);
    expect(frames).toBe(countFrames(signal.length));
    expect(values.every(Number.isFinite)).toBe(true);
  });
});

describe('spectral shape', () => {
  it('is bright where a tone is high, and noisy for noise', () => {
    for (const hz of [500, 2000, 8000]) {
      const { centroidHz, flatness } = spectralShape(fft, sine(0.2, hz), SAMPLE_RATE);
      expect(Math.abs(centroidHz[8]! / hz - 1)).toBeLessThan(0.05);
      expect(flatness[8]!).toBeLessThan(1e-3);
    }
    const { centroidHz, flatness } = spectralShape(fft, noise(0.2), SAMPLE_RATE);
    expect(Math.abs(centroidHz[8]! / 11_025 - 1)).toBeLessThan(0.1);
    expect(flatness[8]!).toBeGreaterThan(0.4);
  });

  it.each(ODD_SIGNALS)('stays within its range for %s', (_, signal) => {
    const { centroidHz, flatness } = spectralShape(fft, signal, SAMPLE_RATE);
    expect(centroidHz.every((hz) => hz >= 0 && hz <= SAMPLE_RATE / 2)).toBe(true);
    expect(flatness.every((value) => value >= 0 && value <= 1.000_01)).toBe(true);
  });
});
