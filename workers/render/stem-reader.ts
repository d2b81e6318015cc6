// Reads a stem in the engine's blocks, whatever the pieces it arrives in.

/** Accepts interleaved stereo pieces and returns planar blocks at their original level. */
export class StemReader {
  #piece: Float32Array = new Float32Array(0);
  #at = 0;
  #ended = false;
  readonly #pieces: AsyncIterator<Float32Array>;
  readonly #scale: number;

  /** @param position where in the stem the first piece begins; from then on where the next frame lies */
  constructor(
    pieces: AsyncIterator<Float32Array>,
    scale: number,
    public position = 0,
  ) {
    this.#pieces = pieces;
    this.#scale = scale;
  }

  /**
   * Fills the first `frames` frames of both channels, with silence after the stem's end.
   * @returns how many of them belong to the stem
   */
  async read(left: Float32Array, right: Float32Array, frames: number): Promise<number> {
    let filled = 0;
    while (filled < frames && (await this.#havePiece())) filled += this.#copy(left, right, filled, frames);
    left.fill(0, filled, frames);
    right.fill(0, filled, frames);
    this.position += filled;
    return filled;
  }

  /** Passes over all frames before `position`; a stem that ends earlier stands at its end. */
  async skipTo(position: number): Promise<void> {
    while (this.position < position && (await this.#havePiece())) {
      const count = Math.min(position - this.position, (this.#piece.length - this.#at) / 2);
      this.#at += 2 * count;
      this.position += count;
    }
  }

  /** Stops the decoder behind a stem that is not read to its end. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #havePiece(): Promise<boolean> {
    while (!this.#ended && this.#at === this.#piece.length) {
      const next = await this.#pieces.next();
      this.#ended = next.done === true;
      if (!next.done) this.#piece = next.value;
      this.#at = this.#ended ? this.#piece.length : 0;
    }
    return !this.#ended;
  }

  #copy(left: Float32Array, right: Float32Array, from: number, to: number): number {
    const piece = this.#piece;
    const at = this.#at;
    const scale = this.#scale;
    const count = Math.min(to - from, (piece.length - at) / 2);
    for (let i = 0; i < count; i++) {
      left[from + i] = piece[at + 2 * i]! * scale;
      right[from + i] = piece[at + 2 * i + 1]! * scale;
    }
    this.#at += 2 * count;
    return count;
  }
}
