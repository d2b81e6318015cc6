// The decoded windows of every stem on the audio thread, read at any sample of a stem.

import type { DecodedSegment, SegmentPart, StreamedStem } from '../decoded-window';

/** Stores segments by stem and segment index. Reading allocates nothing. */
export class SegmentStore {
  readonly #segments: Map<number, DecodedSegment>[];
  readonly #parts: Map<number, SegmentPart>[];

  constructor(readonly stems: readonly StreamedStem[]) {
    this.#segments = stems.map(() => new Map());
    this.#parts = stems.map(() => new Map());
  }

  /** Stores a whole segment. @returns what it replaces, so that its memory can be reused */
  put(stemId: string, index: number, window: DecodedSegment): DecodedSegment[] {
    const before = this.take(stemId, index);
    this.#segments[this.#indexOf(stemId)]?.set(index, window);
    return before;
  }

  /** Takes a part of a window that is not there yet. @returns like `put` */
  putPart(stemId: string, index: number, part: SegmentPart): DecodedSegment[] {
    const stem = this.#indexOf(stemId);
    if (this.#segments[stem]?.has(index)) return [part];
    const before = this.#parts[stem]?.get(index);
    this.#parts[stem]?.set(index, part);
    return before ? [before] : [];
  }

  /** Removes a window and its part, and returns them. */
  take(stemId: string, index: number): DecodedSegment[] {
    const stem = this.#indexOf(stemId);
    const removed = [this.#segments[stem]?.get(index), this.#parts[stem]?.get(index)];
    this.#segments[stem]?.delete(index);
    this.#parts[stem]?.delete(index);
    return removed.filter((window) => window !== undefined);
  }

  /** Moves the windows of stems that `next` also has, described alike, into it. */
  moveInto(next: SegmentStore): void {
    for (const [at, stem] of this.stems.entries()) {
      const there = next.stems.findIndex((other) => sameStem(stem, other));
      if (there < 0) continue;
      for (const [index, window] of this.#segments[at]!) next.#segments[there]!.set(index, window);
      for (const [index, part] of this.#parts[at]!) next.#parts[there]!.set(index, part);
    }
  }

  /** True when a stem's samples from `start` to before `end` are there; outside the stem there is nothing to have. */
  covers(stem: number, start: number, end: number): boolean {
    const { segmentSamples, lengthSamples } = this.stems[stem]!;
    const last = Math.min(end, lengthSamples);
    for (let at = Math.max(0, start); at < last; at += segmentSamples - (at % segmentSamples)) {
      const index = Math.floor(at / segmentSamples);
      const inside = at - index * segmentSamples;
      const to = Math.min(segmentSamples, inside + last - at);
      if (!this.#segments[stem]!.has(index) && !reaches(this.#parts[stem]!.get(index), inside, to))
        return false;
    }
    return true;
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
    const { segmentSamples } = this.stems[stem]!;
    let done = 0;
    while (done < frames) {
      const at = position + done;
      const index = Math.floor(at / segmentSamples);
      const inside = at - index * segmentSamples;
      const run = Math.min(frames - done, segmentSamples - inside);
      const window = this.#segments[stem]!.get(index);
      const part = window ? undefined : this.#parts[stem]!.get(index);
      copy(window ?? part, inside - (part?.from ?? 0), run, left, right, offset + done);
      done += run;
    }
  }

  #indexOf(stemId: string): number {
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

function reaches(part: SegmentPart | undefined, from: number, to: number): boolean {
  return part !== undefined && part.from <= from && part.from + part.left.length >= to;
}

function copy(
  window: DecodedSegment | undefined,
  from: number,
  frames: number,
  left: Float32Array,
  right: Float32Array,
  to: number,
): void {
  const there = window && from >= 0 ? Math.max(0, Math.min(frames, window.left.length - from)) : 0;
  for (let i = 0; i < there; i++) {
    left[to + i] = window!.left[from + i]!;
    right[to + i] = window!.right[from + i]!;
  }
  left.fill(0, to + there, to + frames);
  right.fill(0, to + there, to + frames);
}
