// The decoded segments of every stem on the audio thread, read at any sample of a stem.
import type { DecodedSegment, SegmentPart, StreamedStem } from '../decoded-segment';
import { StemSegments } from './stem-segments';

/** Stores segments by stem and segment index. Reading allocates nothing. */
export class SegmentStore {
  readonly #segments: readonly StemSegments[];

  constructor(readonly stems: readonly StreamedStem[]) {
    this.#segments = stems.map((stem) => new StemSegments(stem));
  }

  /** Stores a whole segment. @returns what it replaces, so that its memory can be reused */
  put(stemId: string, index: number, segment: DecodedSegment): DecodedSegment[] {
    return this.#of(stemId)?.put(index, segment) ?? [];
  }

  /** Stores a part of a segment that is not there yet. @returns like `put` */
  putPart(stemId: string, index: number, part: SegmentPart): DecodedSegment[] {
    return this.#of(stemId)?.putPart(index, part) ?? [];
  }

  /** Removes a segment and its part, and returns them. */
  take(stemId: string, index: number): DecodedSegment[] {
    return this.#of(stemId)?.remove(index) ?? [];
  }

  /** Moves the segments of stems that `next` also has, described alike, into it. */
  moveInto(next: SegmentStore): void {
    for (const segments of this.#segments) {
      const there = next.#segments.find(({ stem }) => sameStem(segments.stem, stem));
      if (there) segments.moveInto(there);
    }
  }

  /** True when a stem's samples from `start` to before `end` are there; outside the stem there is nothing to have. */
  covers(stem: number, start: number, end: number): boolean {
    return this.#segments[stem]?.covers(start, end) ?? true;
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
    this.#segments[stem]?.read(position, frames, left, right, offset);
  }

  #of(stemId: string): StemSegments | undefined {
    return this.#segments.find(({ stem }) => stem.id === stemId);
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
