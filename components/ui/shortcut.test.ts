// Shortcuts as they stand on the keys.
import { expect, test } from 'vitest';
import { shortcutText } from './shortcut';

test('a shortcut is shown by what stands on the keys', () => {
  expect(['L', 'Home', 'Control+Z', 'Shift+Control+Z'].map(shortcutText)).toEqual([
    'L',
    'Home',
    'Ctrl+Z',
    'Shift+Ctrl+Z',
  ]);
});
