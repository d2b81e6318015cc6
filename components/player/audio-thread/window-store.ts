// The decoded windows of every stem on the audio thread, read at any sample of a stem.
import type { DecodedWindow, StreamedStem, WindowPart } from '../decoded-window';
import { StemWindows } from './stem-windows';

/** Holds windows by stem and segment index. Reading allocates nothing. */
export class WindowStore {
  readonly #windows: readonly StemWindows[];

  constructor(readonly stems: readonly StreamedStem[]) {
    this.#windows = stems.map((stem) => new StemWindows(stem));
  }

  /** Takes a whole window. @returns what it takes the place of, so that its memory can be used elsewhere */
  put(stemId: string, index: number, window: DecodedWindow): DecodedWindow[] {
    return this.#of(stemId)?.put(index, window) ?? [];
  }

  /** Takes a part of a window that is not there yet. @returns like `put` */
  putPart(stemId: string, index: number, part: WindowPart): DecodedWindow[] {
    return this.#of(stemId)?.putPart(index, part) ?? [];
  }

  /** Removes a window and its part, and returns them. */
  take(stemId: string, index: number): DecodedWindow[] {
    return this.#of(stemId)?.take(index) ?? [];
  }

  /** Moves the windows of stems that `next` also has, described alike, into it. */
  moveInto(next: WindowStore): void {
    for (const windows of this.#windows) {
      const there = next.#windows.find(({ stem }) => sameStem(windows.stem, stem));
      if (there) windows.moveInto(there);
    }
  }

  /** True when a stem's samples from `start` to before `end` are there; outside the stem there is nothing to have. */
  holds(stem: number, start: number, end: number): boolean {
    return this.#windows[stem]?.holds(start, end) ?? true;
  }

  /** Copies `frames` of a stem's samples to `left` and `right` at `offset`; silence where there are none. */
  read(
    stem: number,
    position: number,
    frames: number,
    left: Float32Array,
    right: Float32Array,
    offset: number,
  ): void {
    this.#windows[stem]?.read(position, frames, left, right, offset);
  }

  #of(stemId: string): StemWindows | undefined {
    return this.#windows.find(({ stem }) => stem.id === stemId);
  }
}

function sameStem(a: StreamedStem, b: StreamedStem): boolean {
  return (
    a.id === b.id &&
    a.sourceId === b.sourceId &&
    a.lengthSamples === b.lengthSamples &&
    a.segmentSamples === b.segmentSamples
  );
}
