// Counts how often each loudness occurred, so that gates and percentiles need no memory of the whole programme.

/** Blocks below this count for nothing: the absolute gate of BS.1770. */
export const ABSOLUTE_GATE_LUFS = -70;
const HIGHEST_LUFS = 30;
const BINS_PER_LU = 100;
const BINS = (HIGHEST_LUFS - ABSOLUTE_GATE_LUFS) * BINS_PER_LU;

/** Loudness of a mean square in LUFS. */
export const loudnessOf = (meanSquare: number): number => -0.691 + 10 * Math.log10(meanSquare);

/** Keeps the exact energy and the count of blocks in steps of 0.01 LU. */
export class LoudnessHistogram {
  readonly #counts = new Uint32Array(BINS);
  readonly #energies = new Float64Array(BINS);
  readonly #total = { count: 0, energy: 0 };

  /** Counts a block by its mean square, unless it lies below the absolute gate. */
  add(meanSquare: number): void {
    const position = (loudnessOf(meanSquare) - ABSOLUTE_GATE_LUFS) * BINS_PER_LU;
    // Not `position < 0`, so that the NaN of a broken block is passed over as well.
    if (!(position >= 0)) return;
    const bin = Math.min(BINS - 1, Math.floor(position));
    this.#counts[bin]! += 1;
    this.#energies[bin]! += meanSquare;
  }

  reset(): void {
    this.#counts.fill(0);
    this.#energies.fill(0);
  }

  /** Loudness of the mean energy of all blocks at `gateLufs` or above; -Infinity when there is none. */
  meanAbove(gateLufs: number): number {
    const total = this.#total;
    total.count = 0;
    total.energy = 0;
    for (let bin = this.#firstBin(gateLufs); bin < BINS; bin++) {
      total.count += this.#counts[bin]!;
      total.energy += this.#energies[bin]!;
    }
    return total.count === 0 ? Number.NEGATIVE_INFINITY : loudnessOf(total.energy / total.count);
  }

  /**
   * The loudness below which a share of the blocks at `gateLufs` or above lies, to 0.005 LU.
   * @param share 0 to 1
   */
  percentileAbove(gateLufs: number, share: number): number {
    const first = this.#firstBin(gateLufs);
    let count = 0;
    for (let bin = first; bin < BINS; bin++) count += this.#counts[bin]!;
    let rank = Math.round((count - 1) * share);
    for (let bin = first; bin < BINS; bin++) {
      rank -= this.#counts[bin]!;
      if (rank < 0) return ABSOLUTE_GATE_LUFS + (bin + 0.5) / BINS_PER_LU;
    }
    return Number.NEGATIVE_INFINITY;
  }

  #firstBin(gateLufs: number): number {
    return Math.max(0, Math.round((gateLufs - ABSOLUTE_GATE_LUFS) * BINS_PER_LU));
  }
}
