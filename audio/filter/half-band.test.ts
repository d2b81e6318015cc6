// Doubling and halving the rate: the audio comes back as it was, late by whole samples, and its image is gone.
import { describe, expect, it } from 'vitest';
import { levelAt, play, RATE, tone } from '../processors/testing/play';
import { DoubleRateShaper } from './double-rate-shaper';
import { halfBandDelay, RateDoubler, RateHalver } from './half-band';

const STEEP = { pairs: 24, beta: 7 };
const FRAMES = 4410;

function doubled(input: Float64Array): Float64Array {
  const output = new Float64Array(2 * input.length);
  new RateDoubler(STEEP, input.length).process(input, input.length, output);
  return output;
}

describe('half-band filters', () => {
  it('double the rate without the image of the audio', () => {
    const output = doubled(tone(FRAMES, 15_000)).subarray(FRAMES);
    expect(levelAt(output, 15_000, 2 * RATE)).toBeCloseTo(0, 2);
    expect(levelAt(output, RATE - 15_000, 2 * RATE)).toBeLessThan(-74);
  });

  it('halve the rate without what lies above its Nyquist frequency', () => {
    const halved = (hz: number) => {
      const output = new Float64Array(FRAMES);
      new RateHalver(STEEP, FRAMES).process(tone(2 * FRAMES, hz, 1, 2 * RATE), FRAMES, output);
      return levelAt(output.subarray(FRAMES / 2), Math.min(hz, RATE - hz));
    };
    expect(halved(15_000)).toBeCloseTo(0, 2);
    for (const hz of [25_000, 30_000, 40_000]) expect(halved(hz)).toBeLessThan(-74);
  });

  it('return the audio late by the delay that they report', () => {
    const input = tone(FRAMES, 1000);
    const back = new Float64Array(FRAMES);
    new RateHalver(STEEP, FRAMES).process(doubled(input), FRAMES, back);
    const delay = halfBandDelay(STEEP);
    for (let i = 1000; i < FRAMES; i++) expect(Math.abs(back[i]! - input[i - delay]!)).toBeLessThan(1e-3);
  });

  it('send audio through a curve at the doubled rate as doubler and halver do', () => {
    const down = { pairs: 5, beta: 8 };
    const square = (x: number) => x * x;
    const input = tone(FRAMES, 3000);
    const wanted = new Float64Array(FRAMES);
    new RateHalver(down, FRAMES).process(doubled(input).map(square), FRAMES, wanted);
    const shaper = new DoubleRateShaper(STEEP, down, square, 256);
    const [shaped] = play({ process: (left, _, frames) => shaper.process(left, frames) }, input);
    expect(shaped).toEqual(wanted);
  });
});
