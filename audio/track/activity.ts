// How much bass and voice each bar contains: from separated stems where they exist, else estimated from the
// mix.
import type { FrameMatrix } from '../analysis/frames';
import { quantile } from './curves';

/** A stem this far below its own loudest bars (in dB) is silent. */
const STEM_RANGE_DB = 30;

/** Reads rows of a matrix between bar starts given in seconds. */
function perBar(
  barStarts: readonly number[],
  framesPerSecond: number,
  frames: number,
  read: (from: number, to: number) => number,
): number[] {
  return barStarts.slice(1).map((end, bar) => {
    const from = Math.max(0, Math.min(frames - 1, Math.round(barStarts[bar]! * framesPerSecond)));
    return read(from, Math.max(from + 1, Math.min(frames, Math.round(end * framesPerSecond))));
  });
}

/** Brings values to 0 to 1 by the track's own loudest bars. */
function toShares(values: readonly number[]): number[] {
  const full = quantile(values, 0.95);
  return values.map((value) => (full > 0 ? Math.max(0, Math.min(1, value / full)) : 0));
}

/**
 * Bass from the mix: the log level below 130 Hz that a bar keeps for two thirds of its time. A kick alone dies
 * away between beats; a bass line fills the gaps.
 * @param barStarts seconds, one more than there are bars
 */
export function estimateBass(
  levels: FrameMatrix,
  framesPerSecond: number,
  barStarts: readonly number[],
): number[] {
  const held = perBar(barStarts, framesPerSecond, levels.frames, (from, to) => {
    const low = Float32Array.from({ length: to - from }, (_, i) => levels.values[(from + i) * levels.bands]!);
    return quantile(low, 0.35);
  });
  return toShares(held);
}

/** Activity of a separated stem: its RMS in each bar in dB, from 30 dB below its loudest bars (0) to them (1). */
export function stemActivity(stem: Float32Array, sampleRate: number, barStarts: readonly number[]): number[] {
  const rms = perBar(barStarts, sampleRate, stem.length, (from, to) => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += stem[i]! * stem[i]!;
    return Math.sqrt(sum / (to - from));
  });
  const full = quantile(rms, 0.95);
  if (full <= 0) return rms.map(() => 0);
  return rms.map((value) =>
    Math.max(0, Math.min(1, 1 + (20 * Math.log10(value / full + 1e-9)) / STEM_RANGE_DB)),
  );
}

/** Bars with less gliding power than the track's strongest by this many dB contain no voice. */
const VOICE_RANGE_DB = 20;

/** Voice from the mix: the gliding power (voice.ts) of each bar in dB, from 20 dB below the strongest bars to them. */
export function estimateVoice(
  gliding: Float32Array,
  framesPerSecond: number,
  barStarts: readonly number[],
): number[] {
  const mean = perBar(barStarts, framesPerSecond, gliding.length, (from, to) => {
    let sum = 0;
    for (let frame = from; frame < to; frame++) sum += gliding[frame]!;
    return sum / (to - from);
  });
  const full = quantile(mean, 0.95);
  if (full <= 0) return mean.map(() => 0);
  return mean.map((value) =>
    Math.max(0, Math.min(1, 1 + (10 * Math.log10(value / full + 1e-9)) / VOICE_RANGE_DB)),
  );
}
