// One channel of a short passage of two: their mean, or half their difference where they cancel each other.

/** The mean's share of the power below which the passage counts as cancelled: the mean is 10 dB below the channels. */
const CANCELLED_MEAN = 0.1;

/** Sums of the squares of mean and half difference of interleaved frames. */
function powersOf(frames: Float32Array): { readonly mean: number; readonly difference: number } {
  let [mean, difference] = [0, 0];
  for (let i = 0; i < frames.length; i += 2) {
    mean += (frames[i]! + frames[i + 1]!) ** 2;
    difference += (frames[i]! - frames[i + 1]!) ** 2;
  }
  return { mean, difference };
}

/**
 * Folds a short passage of interleaved frames down as a whole: the mean of both sides, or half their
 * difference where that contains nearly all of the power.
 */
export function foldPassage(frames: Float32Array): Float32Array {
  const { mean, difference } = powersOf(frames);
  const sign = mean < CANCELLED_MEAN * (mean + difference) ? -1 : 1;
  const out = new Float32Array(frames.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = (frames[2 * i]! + sign * frames[2 * i + 1]!) / 2;
  return out;
}
