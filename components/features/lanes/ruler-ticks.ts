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
