// Signals of which tests know what the analysis should find.
import { seededRandom } from '../../dither';
import { SAMPLE_RATE } from '../../units';

/** A sine of constant frequency, or of one that follows `hz(seconds)`, at half scale. */
export function sine(
  seconds: number,
  hz: number | ((seconds: number) => number),
  rate = SAMPLE_RATE,
): Float32Array {
  let phase = 0;
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => {
    const sample = 0.5 * Math.sin(phase);
    phase += (2 * Math.PI * (typeof hz === 'number' ? hz : hz(i / rate))) / rate;
    return sample;
  });
}

/** White noise of the given peak. */
export function noise(seconds: number, peak = 0.5, seed = 1): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: Math.round(seconds * SAMPLE_RATE) }, () => peak * (2 * random() - 1));
}

/** Silence with a decaying burst of noise at each of the given times. */
export function bursts(seconds: number, at: readonly number[]): Float32Array {
  const out = new Float32Array(Math.round(seconds * SAMPLE_RATE));
  for (const [index, time] of at.entries()) {
    const start = Math.round(time * SAMPLE_RATE);
    const burst = noise(0.1, 0.8, index + 1);
    for (let i = 0; i < burst.length && start + i < out.length; i++) {
      out[start + i] = burst[i]! * Math.exp(-i / 800);
    }
  }
  return out;
}

/** Signals at the limits of what a file can contain: every kernel must return finite numbers for each. */
export const ODD_SIGNALS: ReadonlyArray<readonly [name: string, signal: Float32Array]> = [
  ['nothing', new Float32Array(0)],
  ['one sample', Float32Array.of(0.5)],
  ['silence', new Float32Array(20_000)],
  ['a constant', new Float32Array(20_000).fill(0.7)],
  ['a click of 0.1 s', bursts(0.1, [0.02])],
  ['no numbers', new Float32Array(20_000).fill(Number.NaN)],
  ['damage in a tone', sine(0.5, 220).map((x, i) => (i % 997 === 0 ? Number.POSITIVE_INFINITY : x))],
  ['numbers of no sound', new Float32Array(20_000).fill(3e38)],
  ['what is almost nothing', new Float32Array(20_000).fill(1e-42)],
  ['full scale at the highest frequency', new Float32Array(20_000).map((_, i) => (i % 2 ? -1 : 1))],
];
