// Cuts what a decoder writes into a pipe into whole frames of float samples.

/** The floats in a piece from a pipe: the same memory where it is aligned, which the pipe does not use again. */
function floatsOf(bytes: Buffer): Float32Array {
  const isAligned = bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0;
  const { buffer, byteOffset } = isAligned ? bytes : new Uint8Array(bytes);
  return new Float32Array(buffer, byteOffset, bytes.length / Float32Array.BYTES_PER_ELEMENT);
}

/** Cuts a byte stream into whole float sample frames; what is left of a frame waits for the next piece. */
export async function* floatFrames(
  bytes: AsyncIterable<Buffer>,
  channels: number,
): AsyncGenerator<Float32Array, void, void> {
  const frameBytes = channels * Float32Array.BYTES_PER_ELEMENT;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of bytes) {
    const all = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const whole = all.length - (all.length % frameBytes);
    rest = all.subarray(whole);
    if (whole > 0) yield floatsOf(all.subarray(0, whole));
  }
}
