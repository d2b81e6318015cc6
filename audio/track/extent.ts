// Where the music of a track begins and ends: the first and the last sample that can be heard, between long silences.
import { type Samples, samples } from '../units';
import { quantile } from './curves';
import { findSteadyNoise } from './steady-noise';
import type { SoundSpan } from './types';

/** Samples per block of the search: 6 ms. */
const BLOCK = 256;
/** What is 55 dB below the loud parts of the track is not heard beside them. */
const AUDIBLE_BELOW = 10 ** (-55 / 20);
/** Dither, with its noise shaped or not, and the hum of a silent file (-76 dBFS) are no music. */
const NOTHING = 10 ** (-76 / 20);

export interface Extent {
  readonly first: Samples;
  /** The last audible sample; equal to `first` in silence. */
  readonly last: Samples;
  readonly isSilent: boolean;
  /** The stretches of sound before and after, when long silences divide the track. */
  readonly leftOut: readonly SoundSpan[];
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

/** The stretches of blocks that are audible and no steady noise, divided where so many blocks or more are not. */
function divideBlocks(
  peaks: Float32Array,
  noise: Uint8Array,
  least: number,
  gapBlocks: number,
): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  for (const [block, peak] of peaks.entries()) {
    if (peak < least || noise[block] === 1) continue;
    const last = parts.at(-1);
    if (last && block - last.to < gapBlocks) last.to = block + 1;
    else parts.push({ from: block, to: block + 1 });
  }
  return parts;
}

/**
 * Finds the audible part of a track: of several that are divided by long silences or steady noise (a hidden track, a
 * lone word before the song) the longest.
 * @param longSilence in samples: shorter ones are pauses of the music
 */
export function findExtent(
  left: Float32Array,
  right: Float32Array,
  longSilence: number = Number.POSITIVE_INFINITY,
): Extent {
  const peaks = blockPeaks(left, right);
  const least = Math.max(NOTHING, quantile(peaks, 0.95) * AUDIBLE_BELOW);
  const parts = divideBlocks(peaks, findSteadyNoise(left, right, BLOCK), least, longSilence / BLOCK);
  if (parts.length === 0) return { first: samples(0), last: samples(0), isSilent: true, leftOut: [] };
  const main = parts.reduce((best, part) => (part.to - part.from > best.to - best.from ? part : best));
  const isHeard = (i: number) => Math.max(Math.abs(left[i]!), Math.abs(right[i]!)) >= least;
  let first = main.from * BLOCK;
  while (!isHeard(first)) first++;
  let last = Math.min(left.length, main.to * BLOCK) - 1;
  while (!isHeard(last)) last--;
  const leftOut = parts
    .filter((part) => part !== main)
    .map(({ from, to }) => ({
      start: samples(from * BLOCK),
      end: samples(Math.min(left.length, to * BLOCK)),
    }));
  return { first: samples(first), last: samples(last), isSilent: false, leftOut };
}
