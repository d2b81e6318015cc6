// How likely each threshold of YIN is, and each of the troughs below it: the prior beliefs of probabilistic YIN.

export const THRESHOLDS = 100;
/** The share that goes to the deepest trough when it reaches no threshold. */
export const NO_TROUGH_SHARE = 0.01;
/** How steeply later troughs (longer periods) lose against earlier ones. */
const DECAY = 2;

/** The cumulative beta(2, 18) distribution: the chance of two or more hits in 19 tries. */
function betaCdf(x: number): number {
  return 1 - (1 - x) ** 19 - 19 * x * (1 - x) ** 18;
}

/** Threshold `i`: what a trough must lie below. */
export const thresholdLevels = Float64Array.from({ length: THRESHOLDS }, (_, i) => (i + 1) / THRESHOLDS);

/** The probability of each threshold. */
export const thresholdWeights = Float64Array.from(
  { length: THRESHOLDS },
  (_, i) => betaCdf((i + 1) / THRESHOLDS) - betaCdf(i / THRESHOLDS),
);

/** The weight of the n-th trough below a threshold, before they are brought to a sum of 1. */
export function rankWeights(longest: number): Float64Array {
  return Float64Array.from({ length: longest }, (_, rank) => Math.exp(-DECAY * rank));
}

/** What brings the weights of `count` troughs to a sum of 1. */
export function rankScale(count: number): number {
  return (1 - Math.exp(-DECAY)) / (1 - Math.exp(-DECAY * count));
}

/** The first threshold that lies above `height`; THRESHOLDS when none does. */
export function firstThresholdAbove(height: number): number {
  let index = Math.max(0, Math.min(THRESHOLDS, Math.floor(height * THRESHOLDS)));
  while (index > 0 && height < thresholdLevels[index - 1]!) index--;
  while (index < THRESHOLDS && !(height < thresholdLevels[index]!)) index++;
  return index;
}
