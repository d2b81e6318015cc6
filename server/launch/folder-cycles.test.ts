// Cycles among folders, over any number of imports.
import { describe, expect, it } from 'vitest';
import { findFolderCycles, importsOfFolders } from './folder-cycles';

const folders = importsOfFolders([
  ['a/one.ts', 'b/two.ts'],
  ['b/two.ts', 'c/three.ts'],
  ['c/other.ts', 'a/four.ts'],
  ['d/five.ts', 'a/one.ts'],
]);

describe('folder cycles', () => {
  it('finds a cycle of three folders whose files form none', () => {
    expect(findFolderCycles(folders)).toEqual([['a', 'b', 'c']]);
  });

  it('leaves imports that point one way alone', () => {
    expect(findFolderCycles(importsOfFolders([['a/one.ts', 'b/two.ts']]))).toEqual([]);
  });

  it('does not count a folder and one within it', () => {
    const nested = importsOfFolders([
      ['a/one.ts', 'a/inner/two.ts'],
      ['a/inner/two.ts', 'a/three.ts'],
    ]);
    expect(findFolderCycles(nested)).toEqual([]);
  });
});
