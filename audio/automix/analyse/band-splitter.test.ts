// Tests of bands that add up to what they were.
import { describe, expect, it } from 'vitest';
import { sine } from '../../analysis/testing/known-signals';
import { SAMPLE_RATE } from '../../units';
import { BandSplitter } from './band-splitter';

async function splitSine(hz: number) {
  const splitter = await BandSplitter.create([120, 2500], SAMPLE_RATE);
  const window = sine(1, hz).subarray(0, BandSplitter.window);
  const [low, below] = [new Float32Array(BandSplitter.hop), new Float32Array(BandSplitter.hop)];
  splitter.split(window, low, below);
  splitter.dispose();
  const middle = window.subarray(BandSplitter.reach, BandSplitter.reach + BandSplitter.hop);
  return { low, below, middle };
}

const rms = (values: Float32Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

describe('BandSplitter', () => {
  it.each([
    [50, 1, 1],
    [600, 0, 1],
    [9000, 0, 0],
  ])(
    'passes %i Hz with gains %i below the lower and %i below the upper crossover',
    async (hz, lower, upper) => {
      const { low, below, middle } = await splitSine(hz);
      expect(rms(low) / rms(middle)).toBeCloseTo(lower, 2);
      expect(rms(below) / rms(middle)).toBeCloseTo(upper, 2);
    },
  );

  it('does not move the phase', async () => {
    const { low, middle } = await splitSine(45);
    for (let i = 0; i < middle.length; i += 97) expect(low[i]! - middle[i]!).toBeCloseTo(0, 2);
  });
});
