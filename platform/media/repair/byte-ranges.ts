// Parts of a file that are read as if they were contiguous: a stream inside a container.
import type { ByteSource } from '../byte-window';
import type { Piece } from '../pieces';

export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export class ByteRanges implements ByteSource {
  readonly length: number;
  /** Where each range begins in the whole. */
  readonly #starts: number[] = [];
  readonly #source: ByteSource;
  readonly #ranges: readonly ByteRange[];

  constructor(source: ByteSource, ranges: readonly ByteRange[]) {
    this.#source = source;
    this.#ranges = ranges;
    let length = 0;
    for (const { from, to } of ranges) {
      this.#starts.push(length);
      length += to - from;
    }
    this.length = length;
  }

  async read(buffer: Buffer, offset: number, length: number, position: number) {
    let bytesRead = 0;
    for (const { from, to } of this.#within(position, position + length)) {
      const read = await this.#source.read(buffer, offset + bytesRead, to - from, from);
      bytesRead += read.bytesRead;
      if (read.bytesRead < to - from) break;
    }
    return { bytesRead };
  }

  /** The piece of the file that a piece of the whole is. */
  located(piece: Piece): Piece[] {
    return 'fill' in piece ? [piece] : this.#within(piece.from, piece.to);
  }

  /** The ranges of the file between two places of the whole. */
  #within(from: number, to: number): ByteRange[] {
    const found: ByteRange[] = [];
    for (let i = this.#rangeAt(from); i < this.#ranges.length; i++) {
      const [range, start = to] = [this.#ranges[i], this.#starts[i]];
      if (!range || start >= to) break;
      const piece = {
        from: range.from + Math.max(0, from - start),
        to: Math.min(range.to, range.from + to - start),
      };
      if (piece.to > piece.from) found.push(piece);
    }
    return found;
  }

  /** The last range that begins at or before `at`. */
  #rangeAt(at: number): number {
    let [low, high] = [0, this.#ranges.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return low;
  }
}
