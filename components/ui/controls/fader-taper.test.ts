// The fader's taper: it ends where the document's range ends, always rises, and can be undone.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FADER_MAX_DB, FADER_MIN_DB } from '@/contract/units';

import { faderDb, faderPosition, isSilent, parseDb, parsePan } from './fader-taper';

const level = fc.integer({ min: FADER_MIN_DB * 10, max: FADER_MAX_DB * 10 }).map((tenths) => tenths / 10);

describe('fader taper', () => {
  it('maps the range of levels to the whole slot, and clamps beyond it', () => {
    expect([Number.NEGATIVE_INFINITY, FADER_MIN_DB, FADER_MAX_DB, 99].map(faderPosition)).toEqual([
      0, 0, 1, 1,
    ]);
    expect([faderDb(-1), faderDb(0), faderDb(1), faderDb(2)]).toEqual([-60, -60, 12, 12]);
    expect(faderDb(faderPosition(0))).toBe(0);
    expect(isSilent(faderDb(0))).toBe(true);
  });

  it('rises with the level and returns every tenth of a decibel', () => {
    fc.assert(
      fc.property(level, level, (a, b) => {
        expect(Math.sign(faderPosition(a) - faderPosition(b))).toBe(Math.sign(a - b));
        expect(faderDb(faderPosition(a))).toBeCloseTo(a, 6);
      }),
    );
  });
});

describe('typed values', () => {
  it('parses typed levels within the range, and rejects what is none', () => {
    expect(['-6', '+3.5 dB', '0', '−12,5', '-inf', '-∞', '40'].map(parseDb)).toEqual([
      -6, 3.5, 0, -12.5, -60, -60, 12,
    ]);
    for (const bad of ['', 'loud', '1e3', '--3', '∞']) expect(parseDb(bad), bad).toBeNull();
  });

  it('parses typed pans of either side, and rejects what is none', () => {
    expect(['C', 'c', 'L 30', 'r100', '-30', '250', 'L0'].map(parsePan)).toEqual([0, 0, -0.3, 1, -0.3, 1, 0]);
    for (const bad of ['', 'left', 'L', '0.5']) expect(parsePan(bad), bad).toBeNull();
  });
});
