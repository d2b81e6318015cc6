// The decoded windows of every stem on the audio thread, read at one sample position for all of them.
import type { LoopRange } from './types';

/** What the audio thread knows of a stem; lengths in samples. */
export interface StreamedStem {
  readonly id: string;
  /** Windows of another source are other audio. */
  readonly sourceId?: string;
  readonly lengthSamples: number;
  readonly segmentSamples: number;
}

/** One decoded segment, left and right, of equal length. */
export interface DecodedWindow {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** Holds windows by stem and segment index. Reading allocates nothing. */
export class WindowStore {
  private readonly windows: Map<number, DecodedWindow>[];

  constructor(readonly stems: readonly StreamedStem[]) {
    this.windows = stems.map(() => new Map());
  }

  put(stemId: string, index: number, window: DecodedWindow): void {
    const stem = this.indexOf(stemId);
    if (stem >= 0) this.windows[stem]!.set(index, window);
  }

  /** Removes a window and returns it, so that its memory can be freed away from the audio thread. */
  take(stemId: string, index: number): DecodedWindow | null {
    const stem = this.indexOf(stemId);
    const window = this.windows[stem]?.get(index) ?? null;
    this.windows[stem]?.delete(index);
    return window;
  }

  /** Moves the windows of stems that `next` also has, described alike, into it. */
  moveInto(next: WindowStore): void {
    for (const [at, stem] of this.stems.entries()) {
      const there = next.stems.findIndex((other) => sameStem(stem, other));
      if (there < 0) continue;
      for (const [index, window] of this.windows[at]!) next.windows[there]!.set(index, window);
    }
  }

  /** True when every stem has its samples of [start, end); outside a stem there is nothing to have. */
  holds(start: number, end: number): boolean {
    for (let stem = 0; stem < this.stems.length; stem++) {
      const { segmentSamples, lengthSamples } = this.stems[stem]!;
      const last = Math.min(end, lengthSamples) - 1;
      for (let at = Math.max(0, start); at <= last; at += segmentSamples - (at % segmentSamples)) {
        if (!this.windows[stem]!.has(Math.floor(at / segmentSamples))) return false;
      }
    }
    return true;
  }

  /** True when every stem has all that sounds in `count` samples from `position`; `count` passes one seam at most. */
  holdsAhead(position: number, count: number, loop: LoopRange | null, fade: number): boolean {
    const end = position + count;
    if (loop === null || position >= loop.end || end <= loop.end - fade) return this.holds(position, end);
    if (!this.holds(loop.start - fade, loop.start)) return false;
    if (end <= loop.end) return this.holds(position, end);
    return this.holds(position, loop.end) && this.holds(loop.start, loop.start + end - loop.end);
  }

  /** Copies `frames` samples from song position `position` to `left` and `right` at `offset`; silence where there are none. */
  read(
    stem: number,
    position: number,
    frames: number,
    left: Float32Array,
    right: Float32Array,
    offset: number,
  ): void {
    const { segmentSamples } = this.stems[stem]!;
    let done = 0;
    while (done < frames) {
      const at = position + done;
      const inside = ((at % segmentSamples) + segmentSamples) % segmentSamples;
      const run = Math.min(frames - done, segmentSamples - inside);
      const window = this.windows[stem]!.get(Math.floor(at / segmentSamples));
      copy(window, inside, run, left, right, offset + done);
      done += run;
    }
  }

  private indexOf(stemId: string): number {
    return this.stems.findIndex((stem) => stem.id === stemId);
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

function copy(
  window: DecodedWindow | undefined,
  from: number,
  frames: number,
  left: Float32Array,
  right: Float32Array,
  to: number,
): void {
  const there = window ? Math.max(0, Math.min(frames, window.left.length - from)) : 0;
  for (let i = 0; i < there; i++) {
    left[to + i] = window!.left[from + i]!;
    right[to + i] = window!.right[from + i]!;
  }
  left.fill(0, to + there, to + frames);
  right.fill(0, to + there, to + frames);
}
