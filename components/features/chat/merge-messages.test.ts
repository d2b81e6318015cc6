// Messages come once and in order, by whatever way.
import { expect, it } from 'vitest';
import { mergeMessages } from './merge-messages';

const message = (id: number) => ({ id, author: null, text: `${id}`, at: '2026-01-01T00:00:00.000Z' });

it('keeps the order of the chat and no message twice', () => {
  const merged = mergeMessages([3, 5].map(message), [4, 1, 5, 6].map(message));
  expect(merged.map(({ id }) => id)).toEqual([1, 3, 4, 5, 6]);
});
