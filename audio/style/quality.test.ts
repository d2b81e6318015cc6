// The four figures on cases whose values are known.
import { describe, expect, it } from 'vitest';
import { bursts, noise, sine } from '../analysis/testing/known-signals';
import { SAMPLE_RATE } from '../units';
import { correlation, measureQuality, onsetF } from './quality';

describe('quality figures', () => {
  it('are 1, 1, 1 and 0 for the source itself', async () => {
    const source = bursts(1.5, [0.1, 0.5, 0.9, 1.2]).map((sample, i) => sample + 0.1 * Math.sin(i / 20));
    const figures = await measureQuality(source, source, noise(0.5), SAMPLE_RATE);
    expect(figures.onsetF).toBe(1);
    expect(figures.chroma).toBeCloseTo(1, 6);
    expect(figures.envelope).toBeCloseTo(1, 6);
    expect(figures.mfccToSource).toBe(0);
    expect(figures.mfccToStyle).toBeGreaterThan(10);
  });

  it('fall for another note, and not for another level', async () => {
    const [a, b] = [sine(1, 440), sine(1, 622.25)];
    expect((await measureQuality(a, b, b, SAMPLE_RATE)).chroma).toBeLessThan(0.2);
    const soft = a.map((sample) => sample / 4);
    const figures = await measureQuality(a, soft, b, SAMPLE_RATE);
    expect(figures.chroma).toBeGreaterThan(0.99);
    expect(figures.envelope).toBeGreaterThan(0.99);
    expect(figures.mfccToSource).toBeLessThan(1);
  });

  it('are numbers for silence too, the best of each', async () => {
    const silence = new Float32Array(10_000);
    const figures = await measureQuality(silence, silence, silence, SAMPLE_RATE);
    expect(figures).toEqual({ onsetF: 1, chroma: 1, envelope: 1, mfccToStyle: 0, mfccToSource: 0 });
  });
});

describe('onsetF', () => {
  it('matches one to one within 50 ms', () => {
    expect(onsetF([], [])).toBe(1);
    expect(onsetF([1], [])).toBe(0);
    expect(onsetF([1, 2], [1.049, 2.06])).toBe(0.5);
    expect(onsetF([1], [0.98, 1.02])).toBeCloseTo(2 / 3, 10);
  });
});

describe('correlation', () => {
  it('knows like, opposite and still curves', () => {
    const rise = Float32Array.of(1, 2, 3);
    expect(correlation(rise, Float32Array.of(2, 4, 6))).toBeCloseTo(1, 6);
    expect(correlation(rise, Float32Array.of(3, 2, 1))).toBeCloseTo(-1, 6);
    expect(correlation(rise, new Float32Array(3))).toBe(0);
  });
});
