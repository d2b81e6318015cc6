// Which times a ruler marks: round steps, never closer together than their labels are wide.

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800];

/** Seconds of the labelled ticks from 0 to `lengthS`, at least `spacingPx` apart on a ruler `widthPx` wide. */
export function rulerTicks(lengthS: number, widthPx: number, spacingPx = 84): number[] {
  if (lengthS <= 0 || widthPx <= 0) return [];
  const smallest = (spacingPx / widthPx) * lengthS;
  const step = STEPS_S.find((candidate) => candidate >= smallest) ?? 3600;
  const ticks: number[] = [];
  // A label at the very end would stick out of the ruler.
  for (let at = 0; at < lengthS - smallest / 2; at += step) ticks.push(at);
  return ticks;
}

export interface RulerBar {
  /** In samples */
  readonly at: number;
  /** Counted from 1 */
  readonly bar: number;
}

/**
 * The bars that a ruler numbers: every one, or every second, fourth, ... so that at least `spacingPx` lie between two.
 * @param downbeats in samples, in order
 * @param length of the ruler, in samples
 */
export function rulerBars(
  downbeats: readonly number[],
  length: number,
  widthPx: number,
  spacingPx = 40,
): RulerBar[] {
  const [first, last] = [downbeats[0], downbeats.at(-1)];
  if (first === undefined || last === undefined || length <= 0 || widthPx <= 0) return [];
  const usual = downbeats.length > 1 ? (last - first) / (downbeats.length - 1) : length;
  let step = 1;
  while ((step * usual * widthPx) / length < spacingPx) step *= 2;
  const bars = downbeats.map((at, index) => ({ at, bar: index + 1 }));
  return bars.filter(({ at }, index) => index % step === 0 && at < length);
}
