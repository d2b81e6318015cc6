// The delay line: exact to the sample when settled, continuous while its delay changes.
import { describe, expect, it } from 'vitest';
import { DelayLine } from './delay-line';

function delayed(line: DelayLine, input: readonly number[]): number[] {
  return input.map((x) => {
    line.write(x);
    return line.read();
  });
}

const count = (length: number, from = 1) => Array.from({ length }, (_, i) => i + from);

describe('DelayLine', () => {
  it('delays by whole samples, up to its longest', () => {
    for (const delay of [0, 1, 7, 10]) {
      const line = new DelayLine(10, 5);
      line.setDelay(delay, false);
      expect(delayed(line, count(30))).toEqual([...new Array(delay).fill(0), ...count(30 - delay)]);
      expect(line.isDirect).toBe(delay === 0);
    }
  });

  it('fades from one delay to the next, one change after the other', () => {
    const line = new DelayLine(100, 20);
    delayed(line, count(200));
    line.setDelay(10, true);
    line.setDelay(40, true);
    const heard = delayed(line, count(100, 201));
    for (let i = 1; i < 100; i++) expect(Math.abs(heard[i]! - heard[i - 1]!)).toBeLessThan(4);
    expect(heard.slice(50)).toEqual(count(50, 251 - 40));
  });

  it('reports when it is empty', () => {
    const line = new DelayLine(10, 5);
    expect(line.isSilent).toBe(true);
    delayed(line, [1]);
    expect(line.isSilent).toBe(false);
    delayed(line, new Array(16).fill(0));
    expect(line.isSilent).toBe(true);
  });
});
