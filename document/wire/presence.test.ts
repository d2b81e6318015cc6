// Colours of people: stable for each, and distinct among those who are seen together.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distinctColors, personColor } from './presence';

const personOf = (userId: string) => ({ userId, color: personColor(userId) });
const ids = (most: number) => fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: most });

it('gives up to twelve people twelve colours, whatever the order they are named in', () => {
  fc.assert(
    fc.property(ids(12), (userIds) => {
      const colors = distinctColors(userIds.map(personOf));
      expect(new Set(colors.values()).size).toBe(userIds.length);
      expect(distinctColors([...userIds].reverse().map(personOf))).toEqual(colors);
    }),
  );
});

it('leaves somebody who is alone their own colour', () => {
  expect(distinctColors([personOf('ana')]).get('ana')).toBe(personColor('ana'));
});

it('assigns a distinct colour to every person, in a large group as well', () => {
  fc.assert(
    fc.property(ids(40), (userIds) => {
      expect(distinctColors(userIds.map(personOf)).size).toBe(userIds.length);
    }),
  );
});
