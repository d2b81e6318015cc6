// The decoded windows of one stem, read at any of its samples.
import { copyFrames } from '@/audio/playback/copy-frames';
import type { DecodedWindow, StreamedStem, WindowPart } from '../decoded-window';

/** Holds windows, and parts of those that are not there yet, by segment index. Reading allocates nothing. */
export class StemWindows {
  readonly #windows = new Map<number, DecodedWindow>();
  readonly #parts = new Map<number, WindowPart>();

  constructor(readonly stem: StreamedStem) {}

  /** @returns what the window takes the place of */
  put(index: number, window: DecodedWindow): DecodedWindow[] {
    const before = this.take(index);
    this.#windows.set(index, window);
    return before;
  }

  /** @returns what the part takes the place of; the part itself where the whole window is there */
  putPart(index: number, part: WindowPart): DecodedWindow[] {
    if (this.#windows.has(index)) return [part];
    const before = this.#parts.get(index);
    this.#parts.set(index, part);
    return before ? [before] : [];
  }

  /** Removes a window and its part, and returns them. */
  take(index: number): DecodedWindow[] {
    const taken = [this.#windows.get(index), this.#parts.get(index)];
    this.#windows.delete(index);
    this.#parts.delete(index);
    return taken.filter((window) => window !== undefined);
  }

  moveInto(next: StemWindows): void {
    for (const [index, window] of this.#windows) next.#windows.set(index, window);
    for (const [index, part] of this.#parts) next.#parts.set(index, part);
  }

  /** True when the samples from `start` to before `end` are there; outside the stem there is nothing to have. */
  holds(start: number, end: number): boolean {
    const { segmentSamples, lengthSamples } = this.stem;
    const last = Math.min(end, lengthSamples);
    for (let at = Math.max(0, start); at < last; at += segmentSamples - (at % segmentSamples)) {
      const index = Math.floor(at / segmentSamples);
      const inside = at - index * segmentSamples;
      const to = Math.min(segmentSamples, inside + last - at);
      if (!this.#windows.has(index) && !reaches(this.#parts.get(index), inside, to)) return false;
    }
    return true;
  }

  /** Copies `frames` samples to `left` and `right` at `offset`; silence where there are none. */
  read(position: number, frames: number, left: Float32Array, right: Float32Array, offset: number): void {
    const { segmentSamples } = this.stem;
    let done = 0;
    while (done < frames) {
      const at = position + done;
      const index = Math.floor(at / segmentSamples);
      const inside = at - index * segmentSamples;
      const run = Math.min(frames - done, segmentSamples - inside);
      const window = this.#windows.get(index);
      const part = window ? undefined : this.#parts.get(index);
      copy(window ?? part, inside - (part?.from ?? 0), run, left, right, offset + done);
      done += run;
    }
  }
}

function reaches(part: WindowPart | undefined, from: number, to: number): boolean {
  return part !== undefined && part.from <= from && part.from + part.left.length >= to;
}

function copy(
  window: DecodedWindow | undefined,
  from: number,
  frames: number,
  left: Float32Array,
  right: Float32Array,
  to: number,
): void {
  const there = window && from >= 0 ? Math.max(0, Math.min(frames, window.left.length - from)) : 0;
  if (window) {
    copyFrames(window.left, from, there, left, to);
    copyFrames(window.right, from, there, right, to);
  }
  left.fill(0, to + there, to + frames);
  right.fill(0, to + there, to + frames);
}
