// What was read once is known; what does not fit is null each time.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseOnce } from './parse-once';

it('parses each object once', () => {
  let parsed = 0;
  const schema = z.strictObject({ at: z.number() }).refine(() => {
    parsed += 1;
    return true;
  });
  const read = parseOnce(schema);
  const held = { at: 5 };
  expect([read(held), read(held)]).toEqual([held, held]);
  expect(parsed).toBe(1);
  expect([read({ at: 'x' }), read(null), read(7), read(undefined)]).toEqual([null, null, null, null]);
});
