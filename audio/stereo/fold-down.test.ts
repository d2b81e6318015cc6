// Folding two channels down: the plain mean where nothing cancels, and nothing lost where something does.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../dither';
import { SAMPLE_RATE } from '../units';
import { foldDown } from './fold-down';

const SECONDS = 4;
const LENGTH = SECONDS * SAMPLE_RATE;

type Wave = (i: number) => number;
const tone =
  (hz: number): Wave =>
  (i) =>
    0.3 * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
const render = (wave: Wave): Float32Array => Float32Array.from({ length: LENGTH }, (_, i) => wave(i));
const noise = (seed: number): Float32Array => {
  const random = seededRandom(seed);
  return Float32Array.from({ length: LENGTH }, () => random() - 0.5);
};
const meanOf = (left: Float32Array, right: Float32Array) => left.map((sample, i) => (sample + right[i]!) / 2);

/** Level of a tone in a passage, in dB. */
function levelOf(signal: Float32Array, hz: number, from: number, to: number): number {
  let [re, im] = [0, 0];
  for (let i = from; i < to; i++) {
    re += signal[i]! * Math.cos((2 * Math.PI * hz * i) / SAMPLE_RATE);
    im += signal[i]! * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / (to - from) / 0.3 + 1e-12);
}
const [FROM, TO] = [SAMPLE_RATE, 3 * SAMPLE_RATE];

describe('foldDown', () => {
  it.each([
    ['equal channels', noise(1), noise(1)],
    ['independent channels', noise(1), noise(2)],
    ['a sound on one side only', noise(3), new Float32Array(LENGTH)],
    ['silence', new Float32Array(LENGTH), new Float32Array(LENGTH)],
  ])('is the plain mean, bit for bit, of %s', async (_name, left, right) => {
    const [folded, mean] = [await foldDown(left, right), meanOf(left, right)];
    expect(folded.findIndex((sample, i) => sample !== mean[i])).toBe(-1);
  });

  it('keeps what has opposite polarity on both sides at its level', async () => {
    const left = render(tone(220));
    const folded = await foldDown(
      left,
      left.map((sample) => -sample),
    );
    expect(levelOf(folded, 220, FROM, TO)).toBeCloseTo(0, 1);
  });

  it('keeps a bass that alone is out of phase, and leaves the rest as it is', async () => {
    const [bass, lead] = [render(tone(60)), render(tone(2000))];
    const folded = await foldDown(
      lead.map((sample, i) => sample + bass[i]!),
      lead.map((sample, i) => sample - bass[i]!),
    );
    expect(levelOf(folded, 60, FROM, TO)).toBeCloseTo(0, 1);
    expect(levelOf(folded, 2000, FROM, TO)).toBeCloseTo(0, 1);
  });

  it('keeps a passage that alone is out of phase', async () => {
    const left = render(tone(440));
    const right = left.map((sample, i) => (i < LENGTH / 2 ? sample : -sample));
    const folded = await foldDown(left, right);
    expect(levelOf(folded, 440, 0, SAMPLE_RATE)).toBeCloseTo(0, 1);
    expect(levelOf(folded, 440, 3 * SAMPLE_RATE, LENGTH)).toBeCloseTo(0, 1);
  });

  it('keeps channels of opposite polarity that are not quite equally loud', async () => {
    const left = render(tone(300));
    const folded = await foldDown(
      left,
      left.map((sample) => -0.8 * sample),
    );
    expect(levelOf(folded, 300, FROM, TO)).toBeGreaterThan(-3);
  });

  it('takes signals shorter than a frame, and none', async () => {
    const short = noise(4).subarray(0, 100);
    expect(
      await foldDown(
        short,
        short.map((sample) => -sample),
      ),
    ).toHaveLength(100);
    expect(await foldDown(new Float32Array(), new Float32Array())).toHaveLength(0);
  });
});
