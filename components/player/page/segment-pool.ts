// Memory for decoded segments, used again and again: a song of any length makes no garbage.

import type { DecodedSegment } from '../decoded-segment';
import { release } from '../release';
import { MEMORY_BUDGET_BYTES } from './eviction';

/** A pool of pairs of arrays. What comes back is kept for the next use as long as all together fit the budget. */
export class SegmentPool {
  #spare: DecodedSegment[] = [];
  #bytes = 0;
  readonly #budget;
  readonly #free;

  constructor(budget = MEMORY_BUDGET_BYTES, free = release) {
    this.#budget = budget;
    this.#free = free;
  }

  /** A segment of `length` samples a channel, with anything in it. */
  take(length: number): DecodedSegment {
    const at = this.#spare.findIndex((segment) => segment.left.length === length);
    const [found] = at < 0 ? [] : this.#spare.splice(at, 1);
    if (found) return found;
    const made = { left: new Float32Array(length), right: new Float32Array(length) };
    this.#bytes += bytesOf(made);
    // Spare segments of another length are of no use to this song.
    while (this.#bytes > this.#budget) {
      const spare = this.#spare.shift();
      if (!spare) break;
      this.#drop(spare);
    }
    return made;
  }

  /** Takes a segment back that nobody reads any more. */
  give(segment: DecodedSegment): void {
    if (this.#bytes > this.#budget) this.#drop(segment);
    else this.#spare.push(segment);
  }

  #drop(segment: DecodedSegment): void {
    this.#bytes -= bytesOf(segment);
    this.#free([segment.left.buffer, segment.right.buffer]);
  }
}

const bytesOf = ({ left, right }: DecodedSegment) => left.byteLength + right.byteLength;
