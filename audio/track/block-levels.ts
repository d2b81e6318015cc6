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

/** How far the samples of a constant may lie from each other: dither of 16 bits. */
const CONSTANT = 2 ** -14;

/** Values at which a channel is constant in a window. */
type Rests = readonly number[];

/** Two constants that follow each other between two samples: an offset that comes, goes or changes, or stays. */
function stepOf(channel: Float32Array, from: number, end: number): Rests | null {
  const [before, after] = [channel[from]!, channel[end - 1]!];
  let at = from;
  while (at < end && Math.abs(channel[at]! - before) <= CONSTANT) at++;
  while (at < end && Math.abs(channel[at]! - after) <= CONSTANT) at++;
  return at === end ? [before, after] : null;
}

function meanOf(channel: Float32Array, from: number, end: number): number {
  let sum = 0;
  for (let i = from; i < end; i++) sum += channel[i]!;
  const mean = sum / (end - from);
  return Number.isFinite(mean) ? mean : 0;
}

/** Of each window; what is left over at the end belongs to the last one. */
function restsOf(channel: Float32Array): Rests[] {
  const windows = Math.max(1, Math.floor(channel.length / OFFSET_WINDOW));
  return Array.from({ length: windows }, (_, window) => {
    const from = window * OFFSET_WINDOW;
    const end = window === windows - 1 ? channel.length : from + OFFSET_WINDOW;
    return [meanOf(channel, from, end), ...(stepOf(channel, from, end) ?? [])];
  });
}

/**
 * How far a channel is from rest at a sample: from zero, from its offset, or from either of those before and after a
 * step, whichever is nearest. Digital silence beside music that has an offset is silent as well.
 */
function amplitudesOf(channel: Float32Array): (sample: number) => number {
  const rests = restsOf(channel);
  const last = rests.length - 1;
  return (sample) => {
    const value = channel[sample]!;
    let amplitude = Math.abs(value);
    for (const rest of rests[Math.min(last, (sample / OFFSET_WINDOW) | 0)]!) {
      amplitude = Math.min(amplitude, Math.abs(value - rest));
    }
    return amplitude;
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
