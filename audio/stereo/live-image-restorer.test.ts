// What restores levels and image live: right in both channels and their sum, silent about what is right already, smooth.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../dither';
import { SAMPLE_RATE } from '../units';
import { LiveImageRestorer } from './live-image-restorer';
import type { Stereo } from './testing/wide-mixes';

const BLOCK = 128;
const SECONDS = 5;
const LENGTH = BLOCK * Math.floor((SECONDS * SAMPLE_RATE) / BLOCK);

/** Noise that falls above 2 kHz as music does: what lies above the highest band is not corrected. */
const noise = (seed: number): Float32Array => {
  const random = seededRandom(seed);
  let value = 0;
  return Float32Array.from({ length: LENGTH }, () => {
    value += 0.25 * (0.6 * (random() - 0.5) - value);
    return value;
  });
};
const mixed = (a: Float32Array, b: Float32Array, share: number): Float32Array =>
  a.map((sample, i) => sample + share * b[i]!);

/** Restores `is` to what `was` is, block by block; `between` is called with the frame that comes next. */
function restored(
  was: Stereo,
  is: Stereo,
  between?: (restorer: LiveImageRestorer, at: number) => void,
): Stereo {
  const restorer = new LiveImageRestorer(SAMPLE_RATE, BLOCK);
  const heard = [new Float32Array(is[0].length), new Float32Array(is[0].length)] as const;
  for (let at = 0; at + BLOCK <= is[0].length; at += BLOCK) {
    between?.(restorer, at);
    const [left, right] = [0, 1].map((side) => Float64Array.from(is[side as 0 | 1].subarray(at, at + BLOCK)));
    const [inLeft, inRight] = [was[0].subarray(at, at + BLOCK), was[1].subarray(at, at + BLOCK)];
    restorer.process(inLeft, inRight, BLOCK, left!, right!, BLOCK);
    heard[0].set(left!, at);
    heard[1].set(right!, at);
  }
  return heard;
}

/** Levels of the last two seconds in dB: left, right, sum, difference. */
function levels([left, right]: Stereo): number[] {
  const powers = [0, 0, 0, 0];
  for (let i = LENGTH - 2 * SAMPLE_RATE; i < LENGTH; i++) {
    const [l, r] = [left[i]!, right[i]!];
    for (const [view, value] of [l, r, (l + r) / 2, (l - r) / 2].entries()) powers[view]! += value * value;
  }
  return powers.map((power) => 10 * Math.log10(power));
}

/** What a click raises and a low tone does not. */
function roughness(signal: Float32Array): number {
  let worst = 0;
  for (let i = 2; i < signal.length; i++)
    worst = Math.max(worst, Math.abs(signal[i]! - 2 * signal[i - 1]! + signal[i - 2]!));
  return worst;
}

describe('LiveImageRestorer', () => {
  it('passes what has levels and image of its original already', () => {
    const original: Stereo = [noise(1), mixed(noise(1), noise(2), 1)];
    const heard = restored(original, original);
    const off = heard[0].reduce((most, sample, i) => Math.max(most, Math.abs(sample - original[0][i]!)), 0);
    expect(off).toBeLessThan(1e-4);
  });

  it('gives sides, sum and difference their levels back where channels were weakened and drifted apart', () => {
    const [centre, a, b] = [noise(1), noise(2), noise(3)];
    const original: Stereo = [mixed(centre, a, 0.5), mixed(centre, b, 0.3)];
    // A third of what both share is no longer in phase, and the left channel has lost 2 dB more.
    const [own, other] = [noise(4), noise(5)];
    const is: Stereo = [
      mixed(mixed(centre, own, 0.4), a, 0.5).map((sample) => 0.65 * sample),
      mixed(mixed(centre, other, 0.4), b, 0.3).map((sample) => 0.8 * sample),
    ];
    const [wanted, before, after] = [levels(original), levels(is), levels(restored(original, is))];
    expect(Math.max(...wanted.map((level, i) => Math.abs(level - before[i]!)))).toBeGreaterThan(2);
    for (const [view, level] of wanted.entries()) expect(Math.abs(level - after[view]!)).toBeLessThan(0.4);
  });

  it('leaves what sounds on one side alone there', () => {
    const left = noise(6);
    const silent = new Float32Array(LENGTH);
    const [heard, other] = restored([left, silent], [left.map((sample) => 0.7 * sample), silent]);
    expect(other.every((sample) => sample === 0)).toBe(true);
    expect(levels([heard, heard])[0]! - levels([left, left])[0]!).toBeCloseTo(0, 0);
  });

  it('changes its pitch without a click while it corrects', () => {
    const tone = Float32Array.from(
      { length: LENGTH },
      (_, i) => 0.4 * Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE),
    );
    const weak = tone.map((sample) => 0.6 * sample);
    const heard = restored([tone, tone], [weak, weak], (restorer, at) => {
      if (at % (64 * BLOCK) === 0 && at > 4 * SAMPLE_RATE)
        restorer.setPitch(at % (128 * BLOCK) === 0 ? 1 : 1.12);
    });
    expect(levels(restored([tone, tone], [weak, weak]))[0]! - levels([tone, tone])[0]!).toBeCloseTo(0, 0);
    expect(roughness(heard[0])).toBeLessThan(1.05 * 0.4 * ((2 * Math.PI * 440) / SAMPLE_RATE) ** 2);
  });

  it('does not amplify what remains in a silence, and finds back after it', () => {
    const original = noise(7);
    const gated = original.map((sample, i) => (i > 2 * SAMPLE_RATE && i < 3 * SAMPLE_RATE ? 0 : sample));
    const is = gated.map((sample, i) => 0.75 * sample + (sample === 0 ? 1e-5 * original[i]! : 0));
    const [heard] = restored([gated, gated], [is, is]);
    const rest = heard.subarray(2.5 * SAMPLE_RATE, 3 * SAMPLE_RATE);
    expect(rest.every((sample) => Math.abs(sample) < 1e-5)).toBe(true);
    expect(levels([heard, heard])[0]! - levels([gated, gated])[0]!).toBeCloseTo(0, 0);
  });
});
