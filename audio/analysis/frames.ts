// How analysis cuts a signal into frames, and the matrix of values per frame that it gives.

/** Samples in a frame: 46 ms at 44.1 kHz. */
export const FRAME_LENGTH = 2048;
/** Samples from one frame to the next: 11.6 ms at 44.1 kHz. */
export const HOP = 512;
/** Beyond +48 dBFS a float sample is damage, not sound. */
const LOUDEST = 256;
/** The bits of LOUDEST: without their sign, floats are ordered as their bits are, with infinity and NaN at the end. */
const LOUDEST_BITS = new Int32Array(Float32Array.of(LOUDEST).buffer)[0]!;

/** One row of values per frame; the value of a band in a frame is at `frame * bands + band`. */
export interface FrameMatrix {
  readonly frames: number;
  readonly bands: number;
  readonly values: Float32Array;
}

/** An empty matrix, all zeros. */
export function createFrameMatrix(frames: number, bands: number): FrameMatrix {
  return { frames, bands, values: new Float32Array(frames * bands) };
}

/** The number of centred frames of a signal: one around every `hop`th sample, at least one. */
export function countFrames(lengthSamples: number, hop: number = HOP): number {
  return 1 + Math.floor(lengthSamples / hop);
}

/** The time at the centre of a frame, in seconds. */
export function frameToSeconds(frame: number, sampleRate: number, hop: number = HOP): number {
  return (frame * hop) / sampleRate;
}

/** Whether every sample is a number that can be sound. */
function isUsable(signal: Float32Array): boolean {
  const bits = new Int32Array(signal.buffer, signal.byteOffset, signal.length);
  // Negative as soon as one sample is beyond the loudest: one pass without a branch per sample.
  let room = 0;
  for (let i = 0; i < bits.length; i++) room |= LOUDEST_BITS - (bits[i]! & 0x7fff_ffff);
  return room >= 0;
}

/** The signal itself when every sample is a usable number, else a copy with silence for those that are not. */
export function usableSignal(signal: Float32Array): Float32Array {
  if (isUsable(signal)) return signal;
  return signal.map((sample) => (Math.abs(sample) <= LOUDEST ? sample : 0));
}

/** Copies the samples from `start` on into `frame`, with silence for what lies outside the signal. */
export function loadFrame(signal: Float32Array, start: number, frame: Float32Array | Float64Array): void {
  const from = Math.max(0, Math.min(frame.length, -start));
  const to = Math.max(from, Math.min(frame.length, signal.length - start));
  frame.fill(0, 0, from);
  if (to > from) frame.set(signal.subarray(start + from, start + to), from);
  frame.fill(0, to);
}
