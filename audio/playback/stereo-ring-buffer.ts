// The last samples of the mix in song time, for readers that consume them later than they were rendered.
import type { StereoSum } from '../mix/mix-bus';

/** Frames kept: a power of two, so that places in the ring are found by a mask. */
const RING_FRAMES = 32_768;
const MASK = RING_FRAMES - 1;

/** A ring of frames counted from the first one ever written. Nothing is allocated after it is made. */
export class StereoRingBuffer {
  /** How many frames were written. */
  written = 0;
  readonly #left = new Float64Array(RING_FRAMES);
  readonly #right = new Float64Array(RING_FRAMES);

  /** Writes `frames` frames of `sum`, from its frame `offset` on. */
  write(sum: StereoSum, offset: number, frames: number): void {
    for (let i = 0; i < frames; i++) {
      const at = (this.written + i) & MASK;
      this.#left[at] = sum.left[offset + i]!;
      this.#right[at] = sum.right[offset + i]!;
    }
    this.written += frames;
  }

  /** Reads `frames` frames from frame number `from` on, which must be among the last RING_FRAMES written. */
  read(from: number, frames: number, sum: StereoSum): void {
    for (let i = 0; i < frames; i++) {
      sum.left[i] = this.#left[(from + i) & MASK]!;
      sum.right[i] = this.#right[(from + i) & MASK]!;
    }
  }

  /** Like `read` in single precision; frames before the first one are silent. */
  readSingle(from: number, frames: number, left: Float32Array, right: Float32Array): void {
    for (let i = 0; i < frames; i++) {
      const isThere = from + i >= 0;
      left[i] = isThere ? this.#left[(from + i) & MASK]! : 0;
      right[i] = isThere ? this.#right[(from + i) & MASK]! : 0;
    }
  }

  /** Clears everything: what precedes the next frame is silence. */
  clear(): void {
    this.#left.fill(0);
    this.#right.fill(0);
  }
}
