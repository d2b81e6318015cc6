// Where the music of a track begins and ends: the first and the last sample that can be heard.
import { type Samples, samples } from '../units';
import { quantile } from './curves';

/** Samples per block of the search: 6 ms. */
const BLOCK = 256;
/** What is 55 dB below the loud parts of the track is not heard beside them. */
const AUDIBLE_BELOW = 10 ** (-55 / 20);
/** Dither and hum of a silent file (-84 dBFS) are no music. */
const NOTHING = 10 ** (-84 / 20);

export interface Extent {
  readonly first: Samples;
  /** The last audible sample; equal to `first` in silence. */
  readonly last: Samples;
  readonly isSilent: boolean;
}

/** The loudest sample of either channel in each block. */
function blockPeaks(left: Float32Array, right: Float32Array): Float32Array {
  const peaks = new Float32Array(Math.ceil(left.length / BLOCK));
  for (let i = 0; i < left.length; i++) {
    const peak = Math.max(Math.abs(left[i]!), Math.abs(right[i]!));
    const block = (i / BLOCK) | 0;
    if (peak > peaks[block]!) peaks[block] = peak;
  }
  return peaks;
}

/** Finds the audible part of a track. */
export function findExtent(left: Float32Array, right: Float32Array): Extent {
  const peaks = blockPeaks(left, right);
  const least = Math.max(NOTHING, quantile(peaks, 0.95) * AUDIBLE_BELOW);
  const firstBlock = peaks.findIndex((peak) => peak >= least);
  if (firstBlock < 0) return { first: samples(0), last: samples(0), isSilent: true };
  const lastBlock = peaks.findLastIndex((peak) => peak >= least);
  const isHeard = (i: number) => Math.max(Math.abs(left[i]!), Math.abs(right[i]!)) >= least;
  let first = firstBlock * BLOCK;
  while (!isHeard(first)) first++;
  let last = Math.min(left.length, (lastBlock + 1) * BLOCK) - 1;
  while (!isHeard(last)) last--;
  return { first: samples(first), last: samples(last), isSilent: false };
}
