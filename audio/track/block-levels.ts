// The peaks and levels of a track in short blocks. A constant offset (DC) of a channel is no sound and counts for nothing.

/** Samples per block: 6 ms. */
export const BLOCK = 256;
/** Samples over which an offset is taken: 0.4 s, in which the lowest note swings through many periods. */
const OFFSET_WINDOW = 64 * BLOCK;

/** A track, block by block. */
export interface BlockLevels {
  /** Samples of a channel. */
  readonly length: number;
  /** The larger amplitude of both channels at a sample. */
  readonly amplitudeAt: (sample: number) => number;
  /** The largest amplitude of each block. */
  readonly peaks: Float32Array;
  /** The mean square of both channels in each block, in dBFS. */
  readonly levels: Float32Array;
}

/** The mean of each window; what is left over at the end belongs to the last one. */
function offsetsOf(channel: Float32Array): Float32Array {
  const windows = Math.max(1, Math.floor(channel.length / OFFSET_WINDOW));
  return Float32Array.from({ length: windows }, (_, window) => {
    const from = window * OFFSET_WINDOW;
    const end = window === windows - 1 ? channel.length : from + OFFSET_WINDOW;
    let sum = 0;
    for (let i = from; i < end; i++) sum += channel[i]!;
    const mean = sum / (end - from);
    return Number.isFinite(mean) ? mean : 0;
  });
}

/**
 * How far a channel is from rest at a sample: from zero or from its offset, whichever is nearer. Digital silence beside
 * music that has an offset is silent as well.
 */
function amplitudesOf(channel: Float32Array): (sample: number) => number {
  const offsets = offsetsOf(channel);
  const last = offsets.length - 1;
  return (sample) => {
    const value = channel[sample]!;
    const offset = offsets[Math.min(last, (sample / OFFSET_WINDOW) | 0)]!;
    return Math.min(Math.abs(value), Math.abs(value - offset));
  };
}

/** Measures both channels of a track; they are equally long. */
export function blockLevels(left: Float32Array, right: Float32Array): BlockLevels {
  const { length } = left;
  const leftAt = amplitudesOf(left);
  const rightAt = amplitudesOf(right);
  const peaks = new Float32Array(Math.ceil(length / BLOCK));
  const levels = new Float32Array(peaks.length);
  for (let block = 0; block < peaks.length; block++) {
    const from = block * BLOCK;
    const end = Math.min(length, from + BLOCK);
    let [peak, squares] = [0, 0];
    for (let i = from; i < end; i++) {
      const [a, b] = [leftAt(i), rightAt(i)];
      peak = Math.max(peak, a, b);
      squares += a * a + b * b;
    }
    peaks[block] = peak;
    levels[block] = 10 * Math.log10(squares / (2 * (end - from)) + 1e-20);
  }
  return { length, amplitudeAt: (sample) => Math.max(leftAt(sample), rightAt(sample)), peaks, levels };
}
