// A document that is full: it still takes what removes, and what a hand needs, and empties again.
import { expect, it } from 'vitest';
import { DocumentSize } from './document-size';

const MIB = 2 ** 20;

it('takes anything until it is full', () => {
  const size = new DocumentSize();
  size.compacted(15 * MIB);
  expect(size.validateSize(1, MIB)).toBeNull();
});

it('then takes what only removes, and a little more', () => {
  const size = new DocumentSize();
  size.compacted(17 * MIB);
  expect(size.validateSize(0, MIB)).toBeNull();
  expect(size.validateSize(1, 100)).toBeNull();
  expect(size.validateSize(1, MIB)).toMatch(/full.*delete/);
  size.compacted(40 * MIB);
  expect(size.validateSize(1, 100)).toMatch(/full/);
  expect(size.validateSize(0, MIB)).toBeNull();
});

it('is looked at again once something came to a full document, and takes all again when there is room', () => {
  const size = new DocumentSize();
  size.compacted(17 * MIB);
  expect(size.isWorthCompacting).toBe(false);
  size.added(20_000);
  expect(size.isWorthCompacting).toBe(true);
  size.compacted(3 * MIB);
  expect([size.isFull, size.isWorthCompacting, size.validateSize(1, MIB)]).toEqual([false, false, null]);
});

it('keeps what came to the log while a snapshot was made', () => {
  const size = new DocumentSize();
  size.added(5 * MIB);
  const covered = size.logged;
  size.added(2_000);
  size.compacted(MIB, covered);
  expect(size.logged).toBe(2_000);
});

it('in many pieces gains few more, however small they are', () => {
  const size = new DocumentSize();
  size.consistsOf(200_000);
  expect(size.validateSize(1, 50)).toBeNull();
  size.consistsOf(200_000);
  expect(size.validateSize(1, 50)).toBeNull();
  size.consistsOf(201_000);
  expect(size.validateSize(1, 50)).toMatch(/full/);
  expect(size.validateSize(0, 50)).toBeNull();
});
