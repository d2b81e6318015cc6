// Copies frames of one channel without making a view of either array.

/** Copies `count` samples of `source` from `from` on to `target` at `to`; both have so many. */
export function copyFrames(
  source: Float32Array,
  from: number,
  count: number,
  target: Float32Array | Float64Array,
  to: number,
): void {
  for (let i = 0; i < count; i++) target[to + i] = source[from + i]!;
}
