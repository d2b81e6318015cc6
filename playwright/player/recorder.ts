// A worklet that records its input, for tests of the player's output.

declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][]): boolean;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Frames posted at a time. */
const CHUNK_FRAMES = 512;

/** Posts its input as interleaved stereo. */
class Recorder extends AudioWorkletProcessor {
  #chunk = new Float32Array(CHUNK_FRAMES * 2);
  #filled = 0;

  process([input]: Float32Array[][]): boolean {
    const [left, right] = input ?? [];
    if (!left || !right) return true;
    for (let i = 0; i < left.length; i++) {
      this.#chunk[this.#filled++] = left[i]!;
      this.#chunk[this.#filled++] = right[i]!;
    }
    if (this.#filled === this.#chunk.length) {
      this.port.postMessage(this.#chunk, [this.#chunk.buffer]);
      this.#chunk = new Float32Array(CHUNK_FRAMES * 2);
      this.#filled = 0;
    }
    return true;
  }
}

registerProcessor('recorder', Recorder);
