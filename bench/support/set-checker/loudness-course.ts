// The loudness of a set over time: what jumps, what dips, and how loud each track is by itself.
import { loudnessOf } from '@/audio/loudness/loudness-histogram';
import { measureLoudness } from '@/audio/loudness/loudness-meter';
import { STEPS_PER_SECOND, WeightedSteps } from '@/audio/loudness/weighted-steps';

export interface Stereo {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly sampleRate: number;
}

const SHORT_TERM_STEPS = 3 * STEPS_PER_SECOND;

/** Mean square, K-weighted, of every 100 ms. */
export function loudnessSteps({ left, right, sampleRate }: Stereo): number[] {
  const steps: number[] = [];
  new WeightedSteps((value) => steps.push(value), sampleRate).process(left, right, left.length);
  return steps;
}

function meanFrom(steps: readonly number[], first: number): number {
  const window = steps.slice(Math.max(0, first), Math.max(0, first) + SHORT_TERM_STEPS);
  return loudnessOf(window.reduce((sum, value) => sum + value, 0) / Math.max(1, window.length));
}

/** Short-term loudness in LUFS of the three seconds before and after a moment. */
export function aroundMoment(steps: readonly number[], seconds: number): { before: number; after: number } {
  const step = Math.round(seconds * STEPS_PER_SECOND);
  return { before: meanFrom(steps, step - SHORT_TERM_STEPS), after: meanFrom(steps, step) };
}

/** How far the short-term loudness falls, between two moments, below both what was before and what comes after. */
export function dipBetween(steps: readonly number[], from: number, to: number): number {
  const [first, last] = [Math.round(from * STEPS_PER_SECOND), Math.round(to * STEPS_PER_SECOND)];
  const sides = Math.min(aroundMoment(steps, from).before, aroundMoment(steps, to).after);
  let lowest = sides;
  for (let step = first; step + SHORT_TERM_STEPS <= last; step++)
    lowest = Math.min(lowest, meanFrom(steps, step));
  return sides - lowest;
}

/** Integrated loudness of a passage in LUFS. */
export function passageLoudness({ left, right, sampleRate }: Stereo, from: number, to: number): number {
  const [first, end] = [Math.round(from * sampleRate), Math.round(to * sampleRate)];
  return measureLoudness(left.subarray(first, end), right.subarray(first, end), sampleRate).integratedLufs;
}
