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

/** Smaller values are stored as 0: nobody hears -600 dBFS, but denormal numbers slow down all that follows. */
const DENORMAL_GUARD = 1e-30;

/** Adds `input` at a fixed gain to `sum` and measures what it added, from frame `from` up to `to`. */
export function addSteady(
  sum: Float64Array,
  input: Float32Array,
  from: number,
  to: number,
  gain: number,
  level: ChannelLevel,
): void {
  let { peak, squares } = level;
  for (let i = from; i < to; i++) {
    const value = input[i]! * gain;
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
  from: number,
  to: number,
  gain: number,
): void {
  for (let i = from; i < to; i++) sum[i]! += input[i]! * gain;
}

/** Like `addSteady` with a gain that reaches `target` by `step` a sample, `remaining` samples after frame 0. */
export function addRamped(
  sum: Float64Array,
  input: Float32Array,
  to: number,
  target: number,
  step: number,
  remaining: number,
  level: ChannelLevel,
): void {
  let { peak, squares } = level;
  for (let i = 0; i < to; i++) {
    const value = input[i]! * (target - step * (remaining - i));
    sum[i]! += value;
    const size = Math.abs(value);
    if (size > peak) peak = size;
    squares += value * value;
  }
  level.peak = peak;
  level.squares = squares;
}

/** Writes `sum` at a fixed gain to `output` and measures it. */
export function writeSteady(
  sum: Float64Array,
  output: Float32Array,
  from: number,
  to: number,
  gain: number,
  level: ChannelLevel,
): void {
  let { peak, squares } = level;
  for (let i = from; i < to; i++) {
    const value = sum[i]! * gain;
    const size = Math.abs(value);
    output[i] = size < DENORMAL_GUARD ? 0 : value;
    if (size > peak) peak = size;
    squares += value * value;
  }
  level.peak = peak;
  level.squares = squares;
}

/** Brings `sum` in place to a gain that reaches `target` by `step` a sample, `remaining` samples after frame 0. */
export function scaleRamped(
  sum: Float64Array,
  to: number,
  target: number,
  step: number,
  remaining: number,
): void {
  for (let i = 0; i < to; i++) sum[i]! *= target - step * (remaining - i);
}
