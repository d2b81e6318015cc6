// The pool of segment memory: returned memory is reused, and the total stays within the budget.
import { describe, expect, it } from 'vitest';
import { at } from '@/contract/required';
import { SegmentPool } from './segment-pool';

describe('SegmentPool', () => {
  it('lends the same memory again', () => {
    const pool = new SegmentPool(1000);
    const segment = pool.take(10);
    pool.give(segment);
    expect(pool.take(10)).toBe(segment);
    expect(pool.take(10)).not.toBe(segment);
  });

  it('frees what exceeds the budget when it comes back', () => {
    const freed: number[] = [];
    const pool = new SegmentPool(200, (buffers) => freed.push(buffers.length));
    const segments = [pool.take(10), pool.take(10), pool.take(10), pool.take(10)];
    for (const segment of segments) pool.give(segment);
    expect(freed).toEqual([2, 2]);
    expect([pool.take(10), pool.take(10)]).toEqual(segments.slice(2));
  });

  it('makes room for segments of another length', () => {
    const freed: number[] = [];
    const pool = new SegmentPool(100, (buffers) => freed.push(at(buffers, 0).byteLength));
    pool.give(pool.take(10));
    expect(pool.take(12).left).toHaveLength(12);
    expect(freed).toEqual([40]);
  });
});
