// The inner loops of the engine, one channel at a time: as plain as possible, because they run for every sample.

/** Peak and sum of squares of one channel; written by the loops, so that they need not allocate a result. */
export class ChannelLevel {
  peak = 0;
  squares = 0;

  reset(): void {
    this.peak = 0;
    this.squares = 0;
  }
}

/**
 * Smaller values are stored as 0: -600 dBFS is inaudible, but denormal numbers slow down all that follows.
 */
const DENORMAL_GUARD = 1e-30;

/** Adds `input`, from its sample `offset` on, at a fixed gain to the frames `from` up to `to` of `sum`, and measures it. */
export function addSteady(
  sum: Float64Array,
  input: Float32Array,
  offset: number,
  from: number,
  to: number,
  gain: number,
  level: ChannelLevel,
): void {
  let { peak, squares } = level;
  // `| 0` lets the compiler count in integers, here and wherever a loop does not begin at 0.
  for (let i = from | 0; i < to; i++) {
    const value = input[offset + i]! * gain;
    sum[i]! += value;
    const size = Math.abs(value);
    if (size > peak) peak = size;
    squares += value * value;
  }
  level.peak = peak;
  level.squares = squares;
}

/** Like `addSteady` without measuring. */
export function addUnmeasured(
  sum: Float64Array,
  input: Float32Array,
  offset: number,
  from: number,
  to: number,
  gain: number,
): void {
  for (let i = from | 0; i < to; i++) sum[i]! += input[offset + i]! * gain;
}

/** Adds the first `frames` frames of processed audio at a fixed gain to `sum`. */
export function addProcessed(sum: Float64Array, audio: Float64Array, frames: number, gain: number): void {
  for (let i = 0; i < frames; i++) sum[i]! += audio[i]! * gain;
}

/** Like `addSteady` with a gain that reaches `target` by `step` a sample, `remaining` samples after frame 0. */
export function addRamped(
  sum: Float64Array,
  input: Float32Array,
  offset: number,
  to: number,
  target: number,
  step: number,
  remaining: number,
  level: ChannelLevel,
): void {
  let { peak, squares } = level;
  for (let i = 0; i < to; i++) {
    const value = input[offset + i]! * (target - step * (remaining - i));
    sum[i]! += value;
    const size = Math.abs(value);
    if (size > peak) peak = size;
    squares += value * value;
  }
  level.peak = peak;
  level.squares = squares;
}

/** Brings `audio` to `gains` in place, adds it to `sum` and measures it. */
export function addGained(
  sum: Float64Array,
  audio: Float64Array,
  gains: Float64Array,
  frames: number,
  level: ChannelLevel,
): void {
  let { peak, squares } = level;
  for (let i = 0; i < frames; i++) {
    const value = audio[i]! * gains[i]!;
    audio[i] = value;
    sum[i]! += value;
    const size = Math.abs(value);
    if (size > peak) peak = size;
    squares += value * value;
  }
  level.peak = peak;
  level.squares = squares;
}

/** Writes the first `frames` frames of `sum` at a fixed gain to `output`, from its sample `offset` on, and measures it. */
export function writeSteady(
  sum: Float64Array,
  output: Float32Array,
  offset: number,
  frames: number,
  gain: number,
  level: ChannelLevel,
): void {
  let { peak, squares } = level;
  for (let i = 0; i < frames; i++) {
    const value = sum[i]! * gain;
    const size = Math.abs(value);
    output[offset + i] = size < DENORMAL_GUARD ? 0 : value;
    if (size > peak) peak = size;
    squares += value * value;
  }
  level.peak = peak;
  level.squares = squares;
}

/** Brings the first `frames` frames of `sum` in place to `gains`. */
export function scale(sum: Float64Array, gains: Float64Array, frames: number): void {
  for (let i = 0; i < frames; i++) sum[i]! *= gains[i]!;
}
