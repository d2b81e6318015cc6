// Values that are certain to be there.
import { expect, it } from 'vitest';
import { at, required } from './required';

it('gives a value that is there, and names one that is missing', () => {
  expect(required(0, 'a count')).toBe(0);
  expect(() => required(null, 'a count')).toThrow('This is missing: a count.');
});

it('gives the element at an index from either end, and refuses others', () => {
  const list = Float32Array.of(1, 2, 3);
  expect([at(list, 0), at(list, -1)]).toEqual([1, 3]);
  expect(() => at(list, 3)).toThrow(RangeError);
  expect(() => at([], -1)).toThrow(RangeError);
});
