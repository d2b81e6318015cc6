// Joins CSS class names, leaving out what does not apply.

/** `classes('a', cond && 'b')` -> `'a b'` or `'a'`. */
export function classes(...names: ReadonlyArray<string | false | null | undefined>): string {
  return names.filter(Boolean).join(' ');
}
