// Cuts a stereo signal that arrives in pieces of any length into segments of one length.

export class SegmentCutter {
  #open: Float32Array<ArrayBuffer>;
  /** Frames stored in `open`. */
  #filled = 0;
  readonly #segmentSamples: number;

  /** @param segmentSamples frames of every segment but the last */
  constructor(segmentSamples: number) {
    this.#segmentSamples = segmentSamples;
    this.#open = new Float32Array(2 * segmentSamples);
  }

  /** Takes the next samples; returns the segments they complete, as interleaved frames. */
  push(left: Float32Array, right: Float32Array): Float32Array<ArrayBuffer>[] {
    const complete: Float32Array<ArrayBuffer>[] = [];
    for (let i = 0; i < left.length; i++) {
      this.#open[2 * this.#filled] = left[i]!;
      this.#open[2 * this.#filled + 1] = right[i]!;
      if (++this.#filled < this.#segmentSamples) continue;
      complete.push(this.#open);
      this.#open = new Float32Array(2 * this.#segmentSamples);
      this.#filled = 0;
    }
    return complete;
  }

  /** The frames of the last segment, which is shorter; none when the signal ended with a whole one. */
  flush(): Float32Array<ArrayBuffer> {
    const rest = this.#open.slice(0, 2 * this.#filled);
    this.#filled = 0;
    return rest;
  }
}
