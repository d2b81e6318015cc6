// What the tests of effects have in common: tones, noise, playing them through, and measuring what comes out.
import { seededRandom } from '../../dither';
import type { RealFft } from '../../fft';
import { gainToDb } from '../../units';
import type { Processor } from '../processor';

export const RATE = 44_100;
export const RAMP = 441;

type Stereo = readonly [left: Float64Array, right: Float64Array];

export const tone = (length: number, hz: number, peak = 1, rate = RATE): Float64Array =>
  Float64Array.from({ length }, (_, i) => peak * Math.sin((2 * Math.PI * hz * i) / rate));

export function noise(length: number, peak = 1, seed = 1): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length }, () => peak * (2 * random() - 1));
}

/** Plays copies of both channels through, in blocks of any size. */
export function play(
  processor: Pick<Processor<never>, 'process'>,
  left: Float64Array,
  right = left,
  block = 256,
): Stereo {
  const out = [left.slice(), right.slice()] as const;
  for (let at = 0; at < left.length; at += block) {
    const to = Math.min(left.length, at + block);
    processor.process(out[0].subarray(at, to), out[1].subarray(at, to), to - at);
  }
  return out;
}

/**
 * The level of a frequency in dB: 0 for a full-scale tone. The samples contain a whole number of its periods,
 * or many.
 */
export function levelAt(samples: Float64Array, hz: number, rate = RATE): number {
  let [re, im] = [0, 0];
  for (const [i, x] of samples.entries()) {
    const angle = (2 * Math.PI * hz * i) / rate;
    re += x * Math.cos(angle);
    im += x * Math.sin(angle);
  }
  return gainToDb((2 * Math.hypot(re, im)) / samples.length);
}

/** By how much a processor changes the level of a tone, in dB, once it has settled. */
export function responseAt(
  processor: Pick<Processor<never>, 'process'>,
  hz: number,
  { peak = 0.5, rate = RATE }: { readonly peak?: number; readonly rate?: number } = {},
): number {
  const input = tone(rate, hz, peak, rate);
  const [out] = play(processor, input);
  const half = rate / 2;
  return levelAt(out.subarray(half), hz, rate) - levelAt(input.subarray(half), hz, rate);
}

/** The largest second difference: a tone's is small, and that of a click is about as large as the click. */
export function roughness(samples: Float64Array): number {
  let max = 0;
  for (let i = 2; i < samples.length; i++)
    max = Math.max(max, Math.abs(samples[i]! - 2 * samples[i - 1]! + samples[i - 2]!));
  return max;
}

/** The level of every bin in dB, of as many samples as the transform takes. */
export function levelsOf(fft: RealFft, samples: Float64Array): Float64Array {
  fft.frame.set(samples.subarray(0, fft.size));
  fft.forward();
  const { spectrum, size } = fft;
  return Float64Array.from({ length: size / 2 }, (_, bin) =>
    bin === 0
      ? gainToDb(spectrum[0]! / size)
      : gainToDb((2 * Math.hypot(spectrum[2 * bin]!, spectrum[2 * bin + 1]!)) / size),
  );
}

/**
 * The roughest moment while a low tone plays, the settings change, the effect goes off and on again.
 * @param steps what to do before each tenth of a second
 */
export function roughnessOf(
  processor: Pick<Processor<never>, 'process'>,
  steps: readonly (() => void)[],
  hz = 100,
): number {
  const input = tone((steps.length * RATE) / 10, hz, 0.5);
  const parts = steps.map((step, index) => {
    step();
    return [...play(processor, input.subarray((index * RATE) / 10, ((index + 1) * RATE) / 10))[0]];
  });
  return roughness(Float64Array.from(parts.flat()));
}
