// Two channels as the sample frames of files and pipes, and back.

/** Left and right in turn. The channels are equally long. */
export function interleave(left: Float32Array, right: Float32Array): Float32Array<ArrayBuffer> {
  const frames = new Float32Array(left.length * 2);
  for (let i = 0; i < left.length; i++) {
    frames[2 * i] = left[i]!;
    frames[2 * i + 1] = right[i]!;
  }
  return frames;
}

/** The left and the right channel of whole sample frames. */
export function deinterleave(frames: Float32Array): [left: Float32Array, right: Float32Array] {
  const left = new Float32Array(frames.length / 2);
  const right = new Float32Array(frames.length / 2);
  for (let i = 0; i < left.length; i++) {
    left[i] = frames[2 * i]!;
    right[i] = frames[2 * i + 1]!;
  }
  return [left, right];
}
