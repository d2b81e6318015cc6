// Names of new sets: the day, and a number when the day has several.
import { expect, it } from 'vitest';
import { nextSetName } from './set-name';

it('numbers the second and later sets of a day', () => {
  expect(nextSetName('Nov 30', [])).toBe('DJ set, Nov 30');
  expect(nextSetName('Nov 30', ['DJ set, Nov 30'])).toBe('DJ set, Nov 30 (2)');
  expect(nextSetName('Nov 30', ['DJ set, Nov 30', 'DJ set, Nov 30 (2)'])).toBe('DJ set, Nov 30 (3)');
  expect(nextSetName('Nov 30', ['DJ set, Nov 29', 'DJ set, Nov 30 (2)'])).toBe('DJ set, Nov 30');
});
