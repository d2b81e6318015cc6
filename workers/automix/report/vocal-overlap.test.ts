// Voices over each other: counted where both are known and left standing, and unknown without vocal stems.
import { describe, expect, it } from 'vitest';
import { testTrack } from '@/audio/automix/testing/analysed-tracks';
import { vocalOverlapBars } from './vocal-overlap';

const plan = { outBar: 8, inBar: 0, bars: 8, beatRatio: 1 as const };
/** Sung from the first bar to the last. */
const sung = testTrack('a', { vocals: [1, 1, 1, 1, 1], hasStems: true });
const side = (track = sung, share = 1) => ({ track, measured: { voice: Array<number>(8).fill(share) } });

describe('vocalOverlapBars', () => {
  it('counts the bars in which both sing and are left standing', () => {
    expect(vocalOverlapBars(plan, side(), side())).toBe(8);
    const half = { track: sung, measured: { voice: [1, 1, 1, 0, 0, 0, 0, 0] } };
    expect(vocalOverlapBars(plan, half, side())).toBe(3);
    expect(vocalOverlapBars(plan, side(sung, 0.01), side())).toBe(0);
    expect(vocalOverlapBars(plan, side(testTrack('b', { hasStems: true })), side())).toBe(0);
  });

  it('is unknown where a track has no vocal stem or nothing was measured, and nothing in a cut', () => {
    const mixed = side(testTrack('c', { vocals: [1, 1, 1, 1, 1] }));
    expect(vocalOverlapBars(plan, mixed, side())).toBeNull();
    expect(vocalOverlapBars(plan, side(), mixed)).toBeNull();
    expect(vocalOverlapBars(plan, { track: sung, measured: null }, side())).toBeNull();
    expect(vocalOverlapBars({ ...plan, bars: 0 }, mixed, mixed)).toBe(0);
  });
});
