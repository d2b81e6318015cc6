// Picks peaks of a curve that stand out of their neighbourhood.

/** The neighbourhoods, in frames: "before" ones end at the frame itself, "after" ones begin with it. */
export interface PeakPicking {
  /** A peak is the largest of this many frames before it... */
  readonly maxBefore: number;
  /** ...and of this many from itself on. At least 1. */
  readonly maxAfter: number;
  /** It stands out of the mean of this many frames before it... */
  readonly meanBefore: number;
  /** ...and of this many from itself on (at least 1)... */
  readonly meanAfter: number;
  /** ...by at least this much. */
  readonly rise: number;
  /** Frames skipped after a peak. */
  readonly wait: number;
}

function isLargest(curve: Float32Array, frame: number, { maxBefore, maxAfter }: PeakPicking): boolean {
  const end = Math.min(curve.length, frame + maxAfter);
  for (let i = Math.max(0, frame - maxBefore); i < end; i++) if (curve[i]! > curve[frame]!) return false;
  return true;
}

function standsOut(curve: Float32Array, frame: number, options: PeakPicking): boolean {
  const begin = Math.max(0, frame - options.meanBefore);
  const end = Math.min(curve.length, frame + options.meanAfter);
  let sum = 0;
  for (let i = begin; i < end; i++) sum += curve[i]!;
  return curve[frame]! >= sum / (end - begin) + options.rise;
}

/** The frames of `curve` that are peaks, in order. */
export function pickPeaks(curve: Float32Array, options: PeakPicking): number[] {
  const peaks: number[] = [];
  let frame = 0;
  while (frame < curve.length) {
    const isPeak = isLargest(curve, frame, options) && standsOut(curve, frame, options);
    if (isPeak) peaks.push(frame);
    frame += isPeak ? options.wait + 1 : 1;
  }
  return peaks;
}
