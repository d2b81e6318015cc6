// Arithmetic on evenly sampled curves: autocorrelation, thinning, reading between points, medians.

/** The value of `curve` at a fractional index, by a straight line between neighbours; 0 outside. */
export function valueAt(curve: Float32Array, index: number): number {
  const low = Math.floor(index);
  if (low < 0 || low >= curve.length - 1) return low === curve.length - 1 ? curve[low]! : 0;
  const part = index - low;
  return curve[low]! * (1 - part) + curve[low + 1]! * part;
}

/** Sums every `factor` neighbouring values into one. */
export function thin(curve: Float32Array, factor: number): Float32Array {
  const out = new Float32Array(Math.floor(curve.length / factor));
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < factor; k++) sum += curve[i * factor + k]!;
    out[i] = sum;
  }
  return out;
}

/** Takes the mean away; with a spread above zero, scales to standard deviation 1. */
export function standardise(curve: Float32Array): Float32Array {
  let sum = 0;
  let squares = 0;
  for (const value of curve) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / Math.max(1, curve.length);
  const spread = Math.sqrt(Math.max(0, squares / Math.max(1, curve.length) - mean * mean));
  return curve.map((value) => (spread > 1e-9 ? (value - mean) / spread : 0));
}

/** The correlation of a standardised curve with itself `lag` points later, for lags 0 to `maxLag`; 1 at lag 0. */
export function autocorrelation(curve: Float32Array, maxLag: number): Float32Array {
  const out = new Float32Array(maxLag + 1);
  for (let lag = 0; lag <= Math.min(maxLag, curve.length - 1); lag++) {
    let sum = 0;
    for (let i = lag; i < curve.length; i++) sum += curve[i]! * curve[i - lag]!;
    out[lag] = sum / curve.length;
  }
  return out;
}

/** How far the top of the parabola through three neighbouring values lies from the middle one: -0.5 to 0.5. */
export function parabolaOffset(before: number, peak: number, after: number): number {
  const bend = before - 2 * peak + after;
  return bend >= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)));
}

/** The value below which the given share of `values` lies; 0 for none. */
export function quantile(values: ArrayLike<number>, share: number): number {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

/** The middle value; 0 for none. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}
