// Values that are certain to be there.
import { expect, it } from 'vitest';
import { at, required } from './required';

it('required, given a value, returns it, also one that is falsy', () => {
  expect([0, '', false].map((value) => required(value, 'It'))).toEqual([0, '', false]);
});

it.each([null, undefined])('required, given %s, throws with the name of what is missing', (value) => {
  expect(() => required(value, 'The plan of a set')).toThrow('The plan of a set is missing.');
});

it('at, given an index from either end, returns the element, and throws beyond them', () => {
  const list = Float32Array.of(1, 2, 3);
  expect([at(list, 0), at(list, -1)]).toEqual([1, 3]);
  expect(() => at(list, 3)).toThrow(RangeError);
  expect(() => at([], -1)).toThrow(RangeError);
});
