// Values that an invariant says are there.
import { expect, it } from 'vitest';
import { required } from './required';

it('required, given a value, returns it, also one that is falsy', () => {
  expect([0, '', false].map((value) => required(value, 'It'))).toEqual([0, '', false]);
});

it.each([null, undefined])('required, given %s, throws with the name of what is missing', (value) => {
  expect(() => required(value, 'The plan of a set')).toThrow('The plan of a set is missing.');
});
