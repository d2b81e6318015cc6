// Ranges: whatever a header says, the part lies inside the object or the whole is sent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRange } from './byte-range';

describe('parseRange', () => {
  it('understands the three forms of one range', () => {
    expect(parseRange('bytes=0-0', 10)).toEqual({ start: 0, end: 0 });
    expect(parseRange('bytes=4-', 10)).toEqual({ start: 4, end: 9 });
    expect(parseRange('bytes=-3', 10)).toEqual({ start: 7, end: 9 });
    expect(parseRange('bytes=4-99', 10)).toEqual({ start: 4, end: 9 });
  });

  it('sends the whole for what it does not serve', () => {
    for (const header of [null, '', 'bytes=-', 'bytes=5-4', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=a-b']) {
      expect(parseRange(header, 10)).toBeNull();
    }
  });

  it('never leaves the object', () => {
    const edge = fc.option(fc.nat(50), { nil: '' });
    fc.assert(
      fc.property(edge, edge, fc.nat(40), (from, to, size) => {
        const range = parseRange(`bytes=${from}-${to}`, size);
        if (range === null || range === 'unsatisfiable') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.start).toBeLessThanOrEqual(range.end);
        expect(range.end).toBeLessThan(size);
      }),
    );
  });
});
