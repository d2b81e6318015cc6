// The targets of sets: prints figures beside their limits and counts those that are exceeded.

let misses = 0;

/** Prints a figure beside its target. */
export function checkTarget(name: string, value: number, atMost: number, unit: string, digits = 2): void {
  const isMet = value <= atMost;
  if (!isMet) misses++;
  const shown = `${value.toFixed(digits)} ${unit}`.padStart(12);
  console.log(`  ${name.padEnd(46)} ${shown}  (at most ${atMost})${isMet ? '' : '  MISSED'}`);
}

/** Whether any figure so far has missed its bar. */
export const hasMissed = (): boolean => misses > 0;
