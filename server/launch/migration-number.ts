// The number of the next migration.

/**
 * One more than the highest there is, in four digits; numbers that were never used leave gaps.
 * @param folders names of the migrations, such as `0003_style_sounds`
 */
export function nextMigrationNumber(folders: readonly string[]): string {
  const numbers = folders.map((name) => Number(/^(\d{4})_/.exec(name)?.[1] ?? 0));
  return String(Math.max(0, ...numbers) + 1).padStart(4, '0');
}
