// The scales of all knobs: places and values belong together, and steps go somewhere.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fieldCaption } from '@/document/field-captions';
import { fieldsOfEntity } from '@/document/fields';
import { fieldScale } from './field-scale';
import { readTyped } from './read-typed';

const numbers = ['drums', 'master', 'reverb', 'delay', 'song'].flatMap((entity) =>
  [...(fieldsOfEntity(entity) ?? [])]
    .filter(([, { schema }]) => 'minValue' in schema)
    .map(([field]) => ({ entity, field })),
);

it('has labels and a scale for every number of the mix', () => {
  for (const { entity, field } of numbers) {
    expect(fieldCaption(field), field).not.toBeNull();
    const { min, max, defaultValue: rest, placeOf, valueAt } = fieldScale(entity, field);
    expect([placeOf(min), placeOf(max)].map((place) => Math.round(place * 1e9) / 1e9)).toEqual([0, 1]);
    expect([valueAt(0), valueAt(1), valueAt(-1), valueAt(2)]).toEqual([min, max, min, max]);
    expect(valueAt(placeOf(rest)), field).toBeCloseTo(rest, 1);
  }
  expect(() => fieldScale('drums', 'mute')).toThrow(RangeError);
});

it('steps to another value, everywhere but at the ends', () => {
  const property = fc.property(
    fc.constantFrom(...numbers),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.boolean(),
    ({ entity, field }, place, fine) => {
      const { min, max, valueAt, step } = fieldScale(entity, field);
      const value = valueAt(place);
      const [up, down] = [step(value, 1, fine), step(value, -1, fine)];
      expect(up >= value && down <= value && up <= max && down >= min).toBe(true);
      if (value < max) expect(up, field).toBeGreaterThan(value);
      if (value > min) expect(down, field).toBeLessThan(value);
    },
  );
  fc.assert(property, { numRuns: 500 });
});

it('reads a bare figure as what stood there, unless that is out of range', () => {
  const range = { min: 20, max: 20_000 };
  expect(readTyped('Hz', 'kHz', '3', range)).toBe(3_000);
  expect(readTyped('Hz', 'kHz', '300', range)).toBe(300);
  expect(readTyped('Hz', 'Hz', '3k', range)).toBe(3_000);
  expect(readTyped('ratio', ': 1', '4', { min: 1, max: 20 })).toBe(4);
  expect(readTyped('ratio', ': 1', '99', { min: 1, max: 20 })).toBe(20);
  expect(readTyped('Hz', 'Hz', 'high', range)).toBeNull();
});
