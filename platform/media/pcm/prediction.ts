// Linear prediction: how much of a sound does not follow from earlier samples. Noise is unpredictable, tones
// are not.

/** Predicts two tones, whatever their pitches: enough to tell noise. */
const SHORT_ORDER = 4;
/** Predicts six, as a lossless coder does. */
const LONG_ORDER = 12;
/** Against the rounding of sound that is predicted all but exactly. */
const REGULARISED = 1 + 1e-9;

/** Sums of products of the samples with those `lag` before, for all lags up to the order. */
function autocorrelation(window: Float64Array, order: number): number[] {
  return Array.from({ length: order + 1 }, (_, lag) => {
    let sum = 0;
    for (let i = lag; i < window.length; i++) sum += (window[i] ?? 0) * (window[i - lag] ?? 0);
    return sum;
  });
}

/** The best prediction from as many samples before as there are lags, the last one first, and the energy it leaves (Levinson and Durbin). */
function predictorOf([power = 0, ...products]: readonly number[]) {
  let error = power * REGULARISED;
  let factors: number[] = [];
  while (factors.length < products.length && error > 0) {
    const order = factors.length;
    const known = factors.reduce((sum, factor, i) => sum + factor * (products[order - 1 - i] ?? 0), 0);
    const reflection = ((products[order] ?? 0) - known) / error;
    const reversed = [...factors].reverse();
    factors = [...factors.map((factor, i) => factor - reflection * (reversed[i] ?? 0)), reflection];
    error *= 1 - reflection * reflection;
  }
  return { factors, error };
}

/** The share of the energy of `window` that is left over by its best linear prediction, 0 to 1; the mean is no sound. */
export function residualOf(window: Float64Array): number {
  const mean = window.reduce((sum, x) => sum + x, 0) / window.length;
  const products = autocorrelation(
    window.map((x) => x - mean),
    SHORT_ORDER,
  );
  const [power = 0] = products;
  if (!(power > 0)) return 1;
  return Math.max(0, Math.min(1, predictorOf(products).error / power));
}

/** The window faded in and out (Welch): its ends would be jumps, beside which tones are hardly predicted. */
function tapered(window: Float64Array): Float64Array {
  const middle = (window.length - 1) / 2;
  return window.map((x, i) => x * (1 - ((i - middle) / (middle + 1)) ** 2));
}

/** What is left of each sample of `window` over its best linear prediction. */
export function linearErrors(window: Float64Array): Float64Array {
  const { factors } = predictorOf(autocorrelation(tapered(window), LONG_ORDER));
  const errors = new Float64Array(window.length);
  for (let i = 0; i < window.length; i++) {
    let predicted = 0;
    const known = Math.min(i, factors.length);
    for (let j = 0; j < known; j++) predicted += (factors[j] ?? 0) * (window[i - 1 - j] ?? 0);
    errors[i] = (window[i] ?? 0) - predicted;
  }
  return errors;
}

/** The differences of neighbours; applied again, those of higher orders. */
export function differences(window: Float64Array): Float64Array {
  const result = Float64Array.from(window);
  for (let i = 1; i < window.length; i++) result[i] = (window[i] ?? 0) - (window[i - 1] ?? 0);
  return result;
}
