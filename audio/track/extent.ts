// Where the music of a track begins and ends: the first and the last audible sample, between long silences.
import { type Samples, samples } from '../units';
import { BLOCK, type BlockLevels, blockLevels } from './block-levels';
import { quantile } from './curves';
import { findSteadyNoise } from './steady-noise';
import type { SoundSpan } from './types';

/** What is 55 dB below the loud parts of the track is inaudible beside them. */
const AUDIBLE_BELOW = 10 ** (-55 / 20);
/** Dither, with its noise shaped or not, and the hum of a silent file (-76 dBFS) are no music. */
const NOTHING = 10 ** (-76 / 20);

/** The audible part of a track. */
export interface AudibleTrack extends Pick<BlockLevels, 'length' | 'amplitudeAt'> {
  /** One entry per block, 1 where it is audible and not steady noise. */
  readonly blocks: Uint8Array;
  /** The least audible amplitude. */
  readonly minAmplitude: number;
  /** Whether no block is audible. */
  readonly isSilent: boolean;
}

export interface Extent {
  readonly first: Samples;
  /** The last audible sample; equal to `first` in silence. */
  readonly last: Samples;
  readonly isSilent: boolean;
  /** The stretches of sound before and after, when long silences divide the track. */
  readonly leftOut: readonly SoundSpan[];
}

/** Finds the audible part of a track. */
export function audibleTrack(left: Float32Array, right: Float32Array): AudibleTrack {
  const { peaks, levels, length, amplitudeAt } = blockLevels(left, right);
  const minAmplitude = Math.max(NOTHING, quantile(peaks, 0.95) * AUDIBLE_BELOW);
  const noise = findSteadyNoise(levels);
  const blocks = Uint8Array.from(peaks, (peak, block) => Number(peak >= minAmplitude && noise[block] === 0));
  return { length, amplitudeAt, blocks, minAmplitude, isSilent: !blocks.includes(1) };
}

/** The stretches of audible blocks, divided where so many blocks or more are not. */
function divideBlocks(blocks: Uint8Array, gapBlocks: number): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  for (const [block, isAudible] of blocks.entries()) {
    if (isAudible === 0) continue;
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
export function findExtent(track: AudibleTrack, longSilence: number): Extent {
  const { blocks, length, minAmplitude, amplitudeAt } = track;
  const parts = divideBlocks(blocks, longSilence / BLOCK);
  if (parts.length === 0) return { first: samples(0), last: samples(0), isSilent: true, leftOut: [] };
  const main = parts.reduce((best, part) => (part.to - part.from > best.to - best.from ? part : best));
  let first = main.from * BLOCK;
  while (amplitudeAt(first) < minAmplitude) first++;
  let last = Math.min(length, main.to * BLOCK) - 1;
  while (amplitudeAt(last) < minAmplitude) last--;
  const leftOut = parts
    .filter((part) => part !== main)
    .map(({ from, to }) => ({
      start: samples(from * BLOCK),
      end: samples(Math.min(length, to * BLOCK)),
    }));
  return { first: samples(first), last: samples(last), isSilent: false, leftOut };
}
