// How long the frames of a stream are, which says how many of them a hole takes the place of.

/** By as much differ frames of one bitrate; those of layer I by more. */
const PADDING_BYTES = 1;

export class FrameSizes {
  #bytes = 0;
  #frames = 0;
  #shortest = Number.POSITIVE_INFINITY;
  #longest = 0;

  /** @param isSound whether it is no header, which may have another bitrate */
  add(length: number, isSound: boolean): void {
    this.#bytes += length;
    this.#frames++;
    if (!isSound) return;
    this.#shortest = Math.min(this.#shortest, length);
    this.#longest = Math.max(this.#longest, length);
  }

  /** Removes a frame that proved to be damaged. */
  remove(length: number): void {
    this.#bytes -= length;
    this.#frames--;
  }

  /** Bytes of a frame. */
  get average(): number {
    return this.#bytes / Math.max(1, this.#frames);
  }

  /**
   * About as many frames as are missing from `from` to the frame at `next`.
   * @param lastAt where the last frame before them begins
   */
  missingBetween(lastAt: number, from: number, next: number): number {
    if (this.#longest - this.#shortest <= PADDING_BYTES) {
      // Frames of one size are a multiple of it apart, unless bytes were inserted or removed: those are no time.
      const distance = next - lastAt;
      const offGrid = Math.abs(distance - Math.round(distance / this.average) * this.average);
      if (offGrid > 2 * PADDING_BYTES) return from === lastAt ? 1 : 0;
    }
    return Math.round((next - from) / this.average);
  }
}
