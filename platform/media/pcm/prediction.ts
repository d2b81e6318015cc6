// Linear prediction: how much of a sound does not follow from earlier samples. Noise is unpredictable, tones
// are not.

/** Predicts two tones, whatever their pitches. */
const ORDER = 4;
/** Against the rounding of sound that is predicted all but exactly. */
const REGULARISED = 1 + 1e-9;

/** Sums of products of the samples with those `lag` before, for all lags up to the order; the mean is no sound. */
function autocorrelation(window: Float64Array): number[] {
  const mean = window.reduce((sum, x) => sum + x, 0) / window.length;
  const centred = window.map((x) => x - mean);
  return Array.from({ length: ORDER + 1 }, (_, lag) => {
    let sum = 0;
    for (let i = lag; i < centred.length; i++) sum += centred[i]! * centred[i - lag]!;
    return sum;
  });
}

/** The share of the energy of `window` that is left over by its best linear prediction (Levinson and Durbin), 0 to 1. */
export function residualOf(window: Float64Array): number {
  const [power = 0, ...products] = autocorrelation(window);
  if (!(power > 0)) return 1;
  let error = power * REGULARISED;
  let predictor: number[] = [];
  for (let order = 0; order < ORDER; order++) {
    const known = predictor.reduce((sum, factor, i) => sum + factor * products[order - 1 - i]!, 0);
    const reflection = (products[order]! - known) / error;
    const reversed = [...predictor].reverse();
    predictor = [...predictor.map((factor, i) => factor - reflection * reversed[i]!), reflection];
    error *= 1 - reflection * reflection;
  }
  return Math.max(0, Math.min(1, error / power));
}
