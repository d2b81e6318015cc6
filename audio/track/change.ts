// How much the music changes at each half beat: notes, and the sound as a whole.
import type { FrameMatrix } from '../analysis/frames';

/** The mean of rows `from` to before `to`, clipped to the matrix; zeros when nothing is left. */
export function meanRow({ frames, bands, values }: FrameMatrix, from: number, to: number): Float64Array {
  const mean = new Float64Array(bands);
  const first = Math.max(0, from);
  const end = Math.min(frames, to);
  for (let row = first; row < end; row++) {
    for (let band = 0; band < bands; band++) mean[band]! += values[row * bands + band]!;
  }
  return end > first ? mean.map((sum) => sum / (end - first)) : mean;
}

/** The distance between the mean of `width` rows before each row and that of as many from it on. */
export function changeCurve(matrix: FrameMatrix, width: number): Float32Array {
  const curve = new Float32Array(matrix.frames);
  for (let row = 1; row < matrix.frames; row++) {
    const before = meanRow(matrix, row - width, row);
    const after = meanRow(matrix, row, row + width);
    let sum = 0;
    for (let band = 0; band < matrix.bands; band++) sum += (after[band]! - before[band]!) ** 2;
    curve[row] = Math.sqrt(sum);
  }
  return curve;
}

/** Keeps how far each value stands above its neighbours; what is no peak becomes 0. */
export function peaksOnly(curve: Float32Array): Float32Array {
  return curve.map((value, i) => {
    const before = curve[i - 1] ?? value;
    const after = curve[i + 1] ?? value;
    return value > before && value >= after ? value - (before + after) / 2 : 0;
  });
}
