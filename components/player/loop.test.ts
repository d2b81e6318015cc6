// Loop arithmetic: ranges fit the song, and the path through a loop is the path one sample at a time.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '@/audio/units';
import { positionAfter } from '@/contract/loop-positions';
import { fitLoop, MIN_LOOP_SAMPLES, upcoming } from './loop';
import type { LoopRange } from './types';

const range = (start: number, end: number) => ({ start: samples(start), end: samples(end) });
const LENGTH = 5000;
const loops = fc.option(
  fc
    .tuple(fc.integer({ min: -100, max: 6000 }), fc.integer({ min: -100, max: 6000 }))
    .map(([a, b]) => fitLoop(range(a, b), LENGTH)),
);

/** The long way: one sample after the other. */
function walk(from: number, steps: number, loop: LoopRange | null): { heard: Set<number>; end: number } {
  const heard = new Set<number>();
  let at = from;
  for (let i = 0; i < steps; i++) {
    if (at < LENGTH) heard.add(at);
    at = loop && at + 1 === loop.end ? loop.start : at + 1;
  }
  return { heard, end: at };
}

describe('fitLoop', () => {
  it('turns any two ends into a range inside the song that is long enough', () => {
    fc.assert(
      fc.property(loops, (loop) => {
        if (!loop) return;
        expect(loop.start).toBeGreaterThanOrEqual(0);
        expect(loop.end).toBeLessThanOrEqual(LENGTH);
        expect(loop.end - loop.start).toBeGreaterThanOrEqual(MIN_LOOP_SAMPLES);
      }),
    );
  });

  it('leaves a good range alone and refuses a song that is too short', () => {
    expect(fitLoop(range(1000, 3000), LENGTH)).toEqual({ start: 1000, end: 3000 });
    expect(fitLoop(range(3000, 1000), LENGTH)).toEqual({ start: 1000, end: 3000 });
    expect(fitLoop(range(0, 100), 100)).toBeNull();
  });
});

describe('positionAfter and upcoming', () => {
  const position = fc.integer({ min: 0, max: LENGTH - 1 });
  const count = fc.integer({ min: 1, max: 9000 });

  it('agree with walking sample by sample', () => {
    fc.assert(
      fc.property(position, count, loops, (from, steps, loop) => {
        const { heard, end } = walk(from, steps, loop);
        expect(positionAfter(from, steps, loop)).toBe(end);
        const planned = upcoming(from, steps, loop, LENGTH).flatMap((stretch) =>
          Array.from({ length: stretch.end - stretch.start }, (_, i) => stretch.start + i),
        );
        expect(new Set(planned)).toEqual(heard);
      }),
      { numRuns: 60 },
    );
  });

  it('plays straight on behind the end of the loop', () => {
    expect(positionAfter(3000, 10, range(1000, 3000))).toBe(3010);
    expect(positionAfter(2999, 1, range(1000, 3000))).toBe(1000);
  });
});
