// Finds where frames of uncompressed samples begin in a piece of a file: bytes that were removed or inserted before it
// move them, and samples that are read from the middle of others are noise.
import { type SampleFormat, sampleReader } from './pcm-format';
import { ROUGH, SMOOTH, SMOOTHER } from './smoothness';

export interface FrameLayout {
  readonly channels: number;
  readonly format: SampleFormat;
}

/**
 * Bytes below the valid bits are zero. In place of the first byte of every sample they leave nothing below zero and nothing
 * above this: such samples are smooth but for jumps where the sound crosses zero.
 */
const LOW_PEAK = 2 ** -7;
/** Larger floats are no sound. */
const LARGEST_FLOAT = 2 ** 24;
/** Damaged in more places, a file is not worth the trouble. */
const MAX_CHANGES = 4;
/** Fewer frames prove nothing. */
const MIN_FRAMES = 512;

export const frameBytes = ({ channels, format }: FrameLayout): number => channels * format.bytes;

/** What reads a sample; floats that are no sound are full scale, of a sign that changes with every byte. */
export function boundedReader(format: SampleFormat): (bytes: Buffer, at: number) => number {
  const read = sampleReader(format);
  if (format.kind !== 'float') return read;
  return (bytes, at) => {
    const value = read(bytes, at);
    return Math.abs(value) <= LARGEST_FLOAT ? value : at % 2 === 0 ? 1 : -1;
  };
}

export interface Reading {
  /**
   * Energy of the difference between neighbouring samples against that of white noise, about 0 to 2, in the smoothest of
   * the first two channels; null where nothing moves, or too little is there.
   */
  readonly roughness: number | null;
  /** Whether all samples are low and none is negative. */
  readonly isLow: boolean;
}

/** @param phase bytes before the first whole frame */
export function readingAt(bytes: Buffer, phase: number, layout: FrameLayout): Reading {
  const { channels, format } = layout;
  const frame = frameBytes(layout);
  const count = Math.floor((bytes.length - phase) / frame);
  if (count < MIN_FRAMES) return { roughness: null, isLow: false };
  const read = boundedReader(format);
  let smoothest: number | null = null;
  let isLow = true;
  for (let channel = 0; channel < Math.min(2, channels); channel++) {
    let [sum, squares, difference, before] = [0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const x = read(bytes, phase + i * frame + channel * format.bytes);
      isLow &&= x >= 0 && x < LOW_PEAK;
      sum += x;
      squares += x * x;
      if (i > 0) difference += (x - before) ** 2;
      before = x;
    }
    const energy = squares - (sum * sum) / count;
    if (energy > 0) smoothest = Math.min(smoothest ?? 2, difference / (2 * energy));
  }
  return { roughness: smoothest, isLow };
}

/**
 * Where the first whole frame begins in `bytes`, or where any sample of it does: smoothness does not tell channels apart.
 * @param phase where it does if nothing was removed or inserted before them, in bytes
 * @returns null where the bytes do not tell: silence, noise, or too few of them
 */
export function findPhase(bytes: Buffer, phase: number, layout: FrameLayout): number | null {
  const own = readingAt(bytes, phase, layout);
  if (own.roughness === null) return null;
  if (own.roughness < ROUGH && !own.isLow) return phase;
  let found: number | null = null;
  let smoothest = Math.min(SMOOTH, own.isLow ? own.roughness : own.roughness / SMOOTHER);
  for (let other = 0; other < frameBytes(layout); other++) {
    if ((other - phase) % layout.format.bytes === 0) continue;
    const { roughness, isLow } = readingAt(bytes, other, layout);
    if (roughness === null || isLow || roughness >= smoothest) continue;
    found = other;
    smoothest = roughness;
  }
  return found;
}

/**
 * Windows of a file whose frames begin anew in each, from their first whole frames on. Where they begin in too many
 * different places, or the first that tells is not as it should be, all are left alone: another order of bytes looks like
 * that.
 * @param windows each begins where a whole frame should
 */
export function alignWindows(windows: readonly Buffer[], layout: FrameLayout): readonly Buffer[] {
  // Channels that change places make no difference here.
  const phases = windows.map((window) => {
    const phase = findPhase(window, 0, layout);
    return phase === null ? null : phase % layout.format.bytes;
  });
  const known = phases.filter((phase) => phase !== null);
  const changes = known.filter((phase, i) => phase !== (known[i - 1] ?? 0)).length;
  if (known[0] !== 0 || changes > MAX_CHANGES) return windows;
  return windows.map((window, i) => window.subarray(phases[i] ?? 0));
}
