// Thins the matrices of `*.matrix.test.ts`: `npm test` runs a part of their cases, `npm run test:long` all.

/** Whether every case is run, however long it takes. */
export const isLongRun = process.env.ISOMIX_LONG_TESTS === '1';

/**
 * Every `step`th of `cases`, from number `first` on; all of them in a long run. With a step that has no divisor in
 * common with the size of the inner dimension, the part has a case of every row and every column.
 */
export function thinned<Case>(cases: readonly Case[], step: number, first = 0): readonly Case[] {
  if (isLongRun) return cases;
  return cases.filter((_, i) => i >= first && (i - first) % step === 0);
}
