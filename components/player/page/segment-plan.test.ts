// Segment planning: what sounds next comes first, for all stems alike, and what is planned is enough.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeClip } from '@/audio/mix/clips';
import { FADE_SAMPLES } from '@/audio/playback/fade';
import { samples } from '@/audio/units';
import { upcoming } from '../loop';
import { LOOK_AHEAD_SAMPLES, planSegments } from './segment-plan';

const SEGMENT = 262_144;
const LENGTH = 20 * SEGMENT + 1000;
const stem = (id: string, lengthSamples = LENGTH) => ({
  stem: { id, lengthSamples, segmentSamples: SEGMENT, headroomBits: 0 },
  clips: [wholeClip(samples(lengthSamples))],
});
const loopOf = (start: number, end: number) => ({ start: samples(start), end: samples(end) });
const plan = (
  position: number,
  loop: ReturnType<typeof loopOf> | null = null,
  stems = [stem('a'), stem('b')],
) => planSegments({ stems, position, loop, length: LENGTH, lookAhead: LOOK_AHEAD_SAMPLES });

describe('planSegments', () => {
  it('takes the segment under the playhead and those of the next 12 s, stem beside stem', () => {
    const order = plan(SEGMENT + 5).map(({ stemId, index }) => `${stemId}${index}`);
    expect(order).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
    expect(plan(0)).toHaveLength(4);
  });

  it('stops at the end of the song and of each stem', () => {
    expect(plan(LENGTH - 10).map(({ index }) => index)).toEqual([20, 20]);
    expect(plan(SEGMENT, null, [stem('a'), stem('short', SEGMENT)]).map(({ stemId }) => stemId)).toEqual([
      'a',
      'a',
    ]);
    expect(plan(LENGTH)).toEqual([]);
  });

  it('fetches the start of a loop before the seam, instead of what lies behind it', () => {
    const loop = loopOf(10, 6 * SEGMENT);
    const indexes = plan(5 * SEGMENT + 5, loop, [stem('a')]).map(({ index }) => index);
    expect(indexes).toEqual([5, 0, 1]);
  });

  it('also fetches the few samples that the seam fades into', () => {
    const loop = loopOf(3 * SEGMENT, 4 * SEGMENT);
    expect(plan(3 * SEGMENT, loop, [stem('a')]).map(({ index }) => index)).toEqual([3, 2]);
  });

  it('fetches what the clips play, when they play it', () => {
    const at = (start: number, sourceStart: number, length: number) => ({
      ...wholeClip(samples(length)),
      start: samples(start),
      sourceStart: samples(sourceStart),
    });
    const cut = { ...stem('a'), clips: [at(1000, 7 * SEGMENT + 5, 200), at(5000, 3 * SEGMENT - 10, 100)] };
    expect(plan(0, null, [cut])).toEqual([
      { stemId: 'a', index: 7, due: 1000, from: 5 },
      { stemId: 'a', index: 2, due: 5000, from: SEGMENT - 10 },
      { stemId: 'a', index: 3, due: 5010, from: 0 },
    ]);
    expect(plan(1100, null, [cut])[0]).toEqual({ stemId: 'a', index: 7, due: 0, from: 105 });
  });

  it('covers everything that will sound, each segment once, in the order it is due', () => {
    const position = fc.integer({ min: 0, max: LENGTH - 1 });
    const loop = fc.option(
      fc
        .tuple(fc.integer({ min: 0, max: LENGTH - 1000 }), fc.integer({ min: 500, max: LENGTH }))
        .map(([start, size]) => loopOf(start, Math.min(LENGTH, start + size))),
    );
    fc.assert(
      fc.property(position, loop, (at, range) => {
        const segments = plan(at, range, [stem('a')]);
        const indexes = segments.map(({ index }) => index);
        expect(new Set(indexes).size).toBe(indexes.length);
        expect(segments.map(({ due }) => due)).toEqual(segments.map(({ due }) => due).sort((x, y) => x - y));
        for (const { start, end } of upcoming(at, LOOK_AHEAD_SAMPLES, range, LENGTH)) {
          for (const sample of [start, Math.floor((start + end) / 2), end - 1]) {
            expect(indexes).toContain(Math.floor(sample / SEGMENT));
          }
        }
        if (range && at < range.end && range.end - FADE_SAMPLES < at + LOOK_AHEAD_SAMPLES) {
          expect(indexes).toContain(Math.floor(Math.max(0, range.start - 1) / SEGMENT));
        }
      }),
    );
  });
});
