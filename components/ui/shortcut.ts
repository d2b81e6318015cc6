// A keyboard shortcut as people read it on their keys.

const ON_KEYS: Readonly<Record<string, string>> = { Control: 'Ctrl' };

/** @param keys as `aria-keyshortcuts` wants them: `Control+Z` */
export const shortcutText = (keys: string): string =>
  keys
    .split('+')
    .map((key) => ON_KEYS[key] ?? key)
    .join('+');
