// The short fades that keep starts, stops, jumps, seams and edits free of clicks.
import type { StereoSum } from '../mix/mix-bus';
import type { BlockSegment } from './block-segment';

/** Length of every fade: 256 samples, 5.8 ms at 44.1 kHz. */
export const FADE_SAMPLES = 256;

/** Raised-cosine gain by step: 0 at step 0, 1 at step FADE_SAMPLES; the gains of a step and of its mirror sum to 1. */
export const FADE_GAIN: Float32Array = Float32Array.from(
  { length: FADE_SAMPLES + 1 },
  (_, step) => 0.5 - 0.5 * Math.cos((Math.PI * step) / FADE_SAMPLES),
);

const gainAt = (step: number): number => FADE_GAIN[Math.min(FADE_SAMPLES, Math.max(0, step))]!;

/** Fades both channels of a stem's block as `run` says. */
export function applyFade(run: BlockSegment, left: Float32Array, right: Float32Array): void {
  for (let i = 0; i < run.frames; i++) {
    const gain = gainAt(run.fade + run.fadeStep * i);
    left[i]! *= gain;
    right[i]! *= gain;
  }
}

/** Fades out what rings on before a jump, in place from `offset` on. */
export function fadeToJump(run: BlockSegment, sum: StereoSum, offset: number): void {
  for (let i = 0; i < run.frames; i++) {
    const gain = gainAt(run.samplesToJump - i);
    sum.left[offset + i]! *= gain;
    sum.right[offset + i]! *= gain;
  }
}

/** Blends `other` into `block`: at step FADE_SAMPLES only `block` is left. */
export function blend(
  block: Float32Array,
  other: Float32Array,
  frames: number,
  step: number,
  direction: 1 | -1,
): void {
  for (let i = 0; i < frames; i++) {
    block[i] = other[i]! + gainAt(step + direction * i) * (block[i]! - other[i]!);
  }
}

export const makeSum = (frames: number): StereoSum => ({
  left: new Float64Array(frames),
  right: new Float64Array(frames),
});

export function clear({ left, right }: StereoSum): void {
  left.fill(0);
  right.fill(0);
}

/**
 * Blends a whole block of `other` with `block`, in place.
 * @param rises whether `block` comes or goes
 * @param passed frames of the blend that have passed before this block
 * @param length frames that the blend takes
 */
export function crossfade(
  block: StereoSum,
  other: StereoSum,
  rises: boolean,
  passed: number,
  length: number,
): void {
  for (let i = 0; i < block.left.length; i++) {
    const rise = 0.5 - 0.5 * Math.cos((Math.PI * Math.min(length, passed + i)) / length);
    const gain = rises ? rise : 1 - rise;
    block.left[i] = other.left[i]! + gain * (block.left[i]! - other.left[i]!);
    block.right[i] = other.right[i]! + gain * (block.right[i]! - other.right[i]!);
  }
}
