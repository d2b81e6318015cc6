// Buckets by key: independent of each other, debts have to be paid off, and idle keys are evicted.
import { expect, it } from 'vitest';
import { KeyedBuckets } from './keyed-buckets';

function clocked(rate: number, burst: number) {
  let now = 0;
  return { buckets: new KeyedBuckets({ rate, burst }, () => now), pass: (ms: number) => (now += ms) };
}

it('gives each key its own burst and rate', () => {
  const { buckets, pass } = clocked(1, 2);
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([true, true, false]);
  expect(buckets.take('b')).toBe(true);
  expect(buckets.waitS('a')).toBe(1);
  pass(1_000);
  expect([buckets.take('a'), buckets.take('a')]).toEqual([true, false]);
});

it('lets a key go into debt for work that is already done', () => {
  const { buckets, pass } = clocked(2, 4);
  buckets.charge('a', 10);
  expect(buckets.waitS('a')).toBe(3.5);
  pass(3_500);
  expect(buckets.take('a')).toBe(true);
});

it('keeps what is spent while it evicts a flood of idle keys', () => {
  const { buckets, pass } = clocked(1, 2);
  for (let key = 0; key < 5_000; key++) buckets.take(`once ${key}`);
  pass(10_000);
  buckets.charge('spent', 100);
  for (let key = 0; key < 5_000; key++) buckets.take(`twice ${key}`);
  expect(buckets.take('spent')).toBe(false);
});
