// The pool of segment memory: returned memory is reused, and the total stays within the budget.
import { describe, expect, it } from 'vitest';
import { at } from '@/contract/required';
import { SegmentPool } from './segment-pool';

describe('SegmentPool', () => {
  it('lends the same memory again', () => {
    const pool = new SegmentPool(1000);
    const window = pool.take(10);
    pool.give(window);
    expect(pool.take(10)).toBe(window);
    expect(pool.take(10)).not.toBe(window);
  });

  it('frees what exceeds the budget when it comes back', () => {
    const freed: number[] = [];
    const pool = new SegmentPool(200, (buffers) => freed.push(buffers.length));
    const windows = [pool.take(10), pool.take(10), pool.take(10), pool.take(10)];
    for (const window of windows) pool.give(window);
    expect(freed).toEqual([2, 2]);
    expect([pool.take(10), pool.take(10)]).toEqual(windows.slice(2));
  });

  it('makes room for windows of another length', () => {
    const freed: number[] = [];
    const pool = new SegmentPool(100, (buffers) => freed.push(at(buffers, 0).byteLength));
    pool.give(pool.take(10));
    expect(pool.take(12).left).toHaveLength(12);
    expect(freed).toEqual([40]);
  });
});
