// Memory for samples that is used again and again: what large arrays leave behind is collected late.

export class Scratch {
  #memory = new Float32Array();

  /** An array of `length`, of no particular content, valid until the next call. */
  take(length: number): Float32Array<ArrayBuffer> {
    if (this.#memory.length < length) this.#memory = new Float32Array(length);
    return this.#memory.subarray(0, length);
  }
}
