// A reusable sample buffer: large arrays are garbage-collected too late.

export class ScratchBuffer {
  #memory = new Float32Array();

  /** An array of `length`, of no particular content, valid until the next call. */
  acquire(length: number): Float32Array<ArrayBuffer> {
    if (this.#memory.length < length) this.#memory = new Float32Array(length);
    return this.#memory.subarray(0, length);
  }
}
