// The decoded segments of one stem, read at any of its samples.
import { copyFrames } from '@/audio/playback/copy-frames';
import type { DecodedSegment, SegmentPart, StreamedStem } from '../decoded-segment';

/** Keeps segments, and parts of those that are not there yet, by segment index. Reading allocates nothing. */
export class StemSegments {
  readonly #segments = new Map<number, DecodedSegment>();
  readonly #parts = new Map<number, SegmentPart>();

  constructor(readonly stem: StreamedStem) {}

  /** @returns what the segment takes the place of */
  put(index: number, segment: DecodedSegment): DecodedSegment[] {
    const before = this.remove(index);
    this.#segments.set(index, segment);
    return before;
  }

  /** @returns what the part takes the place of; the part itself where the whole segment is there */
  putPart(index: number, part: SegmentPart): DecodedSegment[] {
    if (this.#segments.has(index)) return [part];
    const before = this.#parts.get(index);
    this.#parts.set(index, part);
    return before ? [before] : [];
  }

  /** Removes a segment and its part, and returns them. */
  remove(index: number): DecodedSegment[] {
    const removed = [this.#segments.get(index), this.#parts.get(index)];
    this.#segments.delete(index);
    this.#parts.delete(index);
    return removed.filter((segment) => segment !== undefined);
  }

  moveInto(next: StemSegments): void {
    for (const [index, segment] of this.#segments) next.#segments.set(index, segment);
    for (const [index, part] of this.#parts) next.#parts.set(index, part);
  }

  /** True when the samples from `start` to before `end` are there; outside the stem there is nothing to have. */
  covers(start: number, end: number): boolean {
    const { segmentSamples, lengthSamples } = this.stem;
    const last = Math.min(end, lengthSamples);
    for (let at = Math.max(0, start); at < last; at += segmentSamples - (at % segmentSamples)) {
      const index = Math.floor(at / segmentSamples);
      const inside = at - index * segmentSamples;
      const to = Math.min(segmentSamples, inside + last - at);
      if (!this.#segments.has(index) && !reaches(this.#parts.get(index), inside, to)) return false;
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
      const segment = this.#segments.get(index);
      const part = segment ? undefined : this.#parts.get(index);
      copy(segment ?? part, inside - (part?.from ?? 0), run, left, right, offset + done);
      done += run;
    }
  }
}

function reaches(part: SegmentPart | undefined, from: number, to: number): boolean {
  return part !== undefined && part.from <= from && part.from + part.left.length >= to;
}

function copy(
  segment: DecodedSegment | undefined,
  from: number,
  frames: number,
  left: Float32Array,
  right: Float32Array,
  to: number,
): void {
  const there = segment && from >= 0 ? Math.max(0, Math.min(frames, segment.left.length - from)) : 0;
  if (segment) {
    copyFrames(segment.left, from, there, left, to);
    copyFrames(segment.right, from, there, right, to);
  }
  left.fill(0, to + there, to + frames);
  right.fill(0, to + there, to + frames);
}
