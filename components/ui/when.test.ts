// Relative times as text.
import { expect, it } from 'vitest';
import { formatWhen } from './when';

it('says how long ago, then when', () => {
  const now = new Date(2026, 4, 20, 15, 0).getTime();
  const ago = (minutes: number) => formatWhen(now - minutes * 60_000, now);
  expect([ago(-5), ago(0.5), ago(1), ago(59)]).toEqual(['just now', 'just now', '1 min ago', '59 min ago']);
  expect(ago(125)).toMatch(/12/);
  expect(ago(24 * 60)).toMatch(/19/);
});
