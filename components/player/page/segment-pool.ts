// Memory for decoded windows, used again and again: a song of any length makes no garbage.

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

  /** A window of `length` samples a channel, with anything in it. */
  take(length: number): DecodedSegment {
    const at = this.#spare.findIndex((window) => window.left.length === length);
    const [found] = at < 0 ? [] : this.#spare.splice(at, 1);
    if (found) return found;
    const made = { left: new Float32Array(length), right: new Float32Array(length) };
    this.#bytes += bytesOf(made);
    // Spare windows of another length are of no use to this song.
    while (this.#bytes > this.#budget) {
      const spare = this.#spare.shift();
      if (!spare) break;
      this.#drop(spare);
    }
    return made;
  }

  /** Takes a window back that nobody reads any more. */
  give(window: DecodedSegment): void {
    if (this.#bytes > this.#budget) this.#drop(window);
    else this.#spare.push(window);
  }

  #drop(window: DecodedSegment): void {
    this.#bytes -= bytesOf(window);
    this.#free([window.left.buffer, window.right.buffer]);
  }
}

const bytesOf = ({ left, right }: DecodedSegment) => left.byteLength + right.byteLength;
