// Two channels as the sample frames of files and pipes, and back.

/**
 * Left and right in turn. The channels are equally long.
 * @param frames where they go, twice as long as a channel
 */
export function interleave(
  left: Float32Array,
  right: Float32Array,
  frames: Float32Array<ArrayBuffer> = new Float32Array(left.length * 2),
): Float32Array<ArrayBuffer> {
  for (let i = 0; i < left.length; i++) {
    frames[2 * i] = left[i]!;
    frames[2 * i + 1] = right[i]!;
  }
  return frames;
}

/**
 * The left and the right channel of whole sample frames.
 * @param left where the left channel goes, half as long as the frames; `right` likewise
 */
export function deinterleave(
  frames: Float32Array,
  left: Float32Array = new Float32Array(frames.length / 2),
  right: Float32Array = new Float32Array(frames.length / 2),
): [left: Float32Array, right: Float32Array] {
  for (let i = 0; i < left.length; i++) {
    left[i] = frames[2 * i]!;
    right[i] = frames[2 * i + 1]!;
  }
  return [left, right];
}
