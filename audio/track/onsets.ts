// Onset curves of a track: how strongly the kick range, the middle and the high range set in around each frame.
import type { FrameMatrix } from '../analysis/frames';
import { LEVEL_BANDS, LEVEL_HOP, riseCurve } from './band-levels';

/** Attack strength per level frame (see band-levels); log levels, so that quiet passages count as well. */
export interface OnsetCurves {
  readonly framesPerSecond: number;
  /** Below 130 Hz: kick and bass. */
  readonly low: Float32Array;
  /** 130 Hz to 1.2 kHz: the body of the snare, chords and voices. */
  readonly mid: Float32Array;
  /** Above 1.2 kHz: the noise of snares, claps and hats. */
  readonly high: Float32Array;
}

/** Derives the curves from log levels. */
export function onsetCurves(levels: FrameMatrix, sampleRate: number): OnsetCurves {
  return {
    framesPerSecond: sampleRate / LEVEL_HOP,
    low: riseCurve(levels, 0, 1),
    mid: riseCurve(levels, 1, 4),
    high: riseCurve(levels, 4, LEVEL_BANDS),
  };
}

/** A rise within 9 ms of the lows or highs by this much (in log power: 9 dB) is an attack as drums have it. */
export const SHARP_RISE = 2;
/** Attacks nearer to each other are one. */
const ATTACK_SPACING_S = 0.1;

/** Sharp attacks per second. */
export function attackRate({ low, high, framesPerSecond }: OnsetCurves): number {
  const spacing = ATTACK_SPACING_S * framesPerSecond;
  let [count, last] = [0, Number.NEGATIVE_INFINITY];
  for (let frame = 0; frame < low.length; frame++) {
    if (Math.max(low[frame]!, high[frame]!) < SHARP_RISE || frame - last < spacing) continue;
    count++;
    last = frame;
  }
  return low.length > 0 ? (count * framesPerSecond) / low.length : 0;
}

/** The sum by which beats are placed: where the kick, the snare and the hats agree. */
export function accentCurve({ low, mid, high }: OnsetCurves): Float32Array {
  return low.map((value, i) => value + mid[i]! + high[i]!);
}
