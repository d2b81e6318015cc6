// Addresses of operations: what is filled in is escaped, and what is not asked for is left out.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { addressOf } from './address';
import { OPERATIONS } from './all-operations';

const list = {
  path: '/things/{id}/parts/{part}',
  query: z.object({ quiet: z.string().optional(), limit: z.number().optional() }),
} as const;

it('escapes the variable parts and the query of an address', () => {
  const input = { id: 'a/b', part: 'ü?', query: { quiet: 'x&y', limit: 5 } };
  expect(addressOf(list, input)).toBe('/api/v1/things/a%2Fb/parts/%C3%BC%3F?quiet=x%26y&limit=5');
});

it('leaves out of an address what is not asked for', () => {
  expect(addressOf(list, { id: 'a', part: 'b', query: { quiet: undefined } })).toBe(
    '/api/v1/things/a/parts/b',
  );
  expect(addressOf(list, { id: 'a', part: 'b' })).toBe('/api/v1/things/a/parts/b');
});

it('lists no two operations with the same method and path', () => {
  const names = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(names).size).toBe(names.length);
});
