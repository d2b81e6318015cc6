// Times, levels and sizes read back as they were written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples, samplesToSeconds, secondsToSamples } from '@/audio/units';
import { required } from '@/contract/required';
import {
  formatBytes,
  formatDb,
  formatLength,
  formatPan,
  formatPosition,
  formatTimeLeft,
  parsePosition,
} from './format';

describe('positions', () => {
  it('writes minutes, seconds and milliseconds', () => {
    expect(formatPosition(samples(0))).toBe('0:00.000');
    expect(formatPosition(secondsToSamples(83.456))).toBe('1:23.456');
    expect(formatPosition(secondsToSamples(59.9999))).toBe('1:00.000');
    expect(formatPosition(secondsToSamples(4000))).toBe('1:06:40.000');
  });

  it('reads what people type', () => {
    expect(parsePosition('83.5')).toBe(secondsToSamples(83.5));
    expect(parsePosition(' 1:23,5 ')).toBe(secondsToSamples(83.5));
    expect(parsePosition('1:02:03')).toBe(secondsToSamples(3723));
    for (const bad of ['', 'abc', '1:75', '1:60:00', '-3', '1:', ':30', '1e3']) {
      expect(parsePosition(bad), bad).toBeNull();
    }
  });

  it('reads its own writing to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 44_100 * 10_800 }), (at) => {
        const back = parsePosition(formatPosition(samples(at)));
        expect(Math.abs(samplesToSeconds(required(back, 'a position')) - at / 44_100)).toBeLessThanOrEqual(
          0.000_52,
        );
      }),
    );
  });
});

describe('figures', () => {
  it('signs decibels and names silence', () => {
    expect([0, -0.04, 3, -6.25, Number.NEGATIVE_INFINITY].map(formatDb)).toEqual([
      '0.0',
      '0.0',
      '+3.0',
      '-6.2',
      '-∞',
    ]);
  });

  it('says how long something takes, in hours from an hour on', () => {
    expect([4, 42, 100, 3_569, 3_570, 5_300, 9_480, 7_300].map(formatTimeLeft)).toEqual([
      'a few seconds left',
      'about 40 s left',
      'about 2 min left',
      'about 59 min left',
      'about 1 h left',
      'about 1 h 30 min left',
      'about 2 h 40 min left',
      'about 2 h left',
    ]);
  });

  it('names sides, lengths and sizes', () => {
    expect([0, -0.3, 1].map(formatPan)).toEqual(['C', 'L 30', 'R 100']);
    expect([0, 59.6, 245, 3_599.6, 3_650].map(formatLength)).toEqual([
      '0:00',
      '1:00',
      '4:05',
      '1:00:00',
      '1:00:50',
    ]);
    expect([12, 4_100_000, 999_900_000].map(formatBytes)).toEqual(['12 B', '4.1 MB', '1.0 GB']);
  });
});
