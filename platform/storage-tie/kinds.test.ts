// The kinds of contents cover all folders of the storage: one that is in none would never be swept.
import { expect, it } from 'vitest';
import { CONTENT_FOLDERS } from '../storage/keys';
import { KINDS } from './kinds';

it('has one kind for every folder of contents', () => {
  expect(KINDS.map(({ folder }) => folder).sort()).toEqual([...CONTENT_FOLDERS].sort());
});
