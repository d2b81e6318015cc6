// The first name of a new DJ set.

/**
 * "DJ set, Nov 30", with a number where that name is taken.
 * @param day today as people read it
 */
export function nextSetName(day: string, taken: readonly string[]): string {
  const base = `DJ set, ${day}`;
  const names = new Set(taken);
  let name = base;
  for (let number = 2; names.has(name); number += 1) name = `${base} (${number})`;
  return name;
}
