// The drawn playhead: behind the rendered one by the latency, never before the start, right across the seam.
import { describe, expect, it } from 'vitest';
import { samples } from '@/audio/units';
import { type Anchor, audiblePosition, nextAnchor, outputLatency } from './audible-position';

const LENGTH = 441_000;
const anchor: Anchor = { position: 44_100, time: 10, moving: true, rate: 1, origin: 0, wrapped: false };
const loop = { start: samples(44_100), end: samples(88_200) };

describe('outputLatency', () => {
  it('takes the first figure that is one', () => {
    expect(outputLatency({ outputLatency: 0.04, baseLatency: 0.01 })).toBe(0.04);
    expect(outputLatency({ outputLatency: Number.NaN, baseLatency: 0.01 })).toBe(0.01);
    expect(outputLatency({ outputLatency: 0, baseLatency: 0.01 })).toBe(0.01);
    expect(outputLatency({ baseLatency: Number.NaN })).toBe(0);
    expect(outputLatency({})).toBe(0);
  });
});

describe('audiblePosition', () => {
  it('runs with the device clock, less the latency', () => {
    expect(audiblePosition(anchor, 10, 0, null, LENGTH)).toBe(44_100);
    expect(audiblePosition(anchor, 10.5, 0.1, null, LENGTH)).toBe(44_100 + 17_640);
    expect(audiblePosition(anchor, 10, 0.1, null, LENGTH)).toBe(44_100 - 4410);
  });

  it('runs faster through a song that is played faster', () => {
    expect(audiblePosition({ ...anchor, rate: 1.5 }, 11, 0, null, LENGTH)).toBe(44_100 + 66_150);
  });

  it('stands when nothing moves and stops at the end of the song', () => {
    expect(audiblePosition({ ...anchor, moving: false }, 99, 0.1, null, LENGTH)).toBe(44_100);
    expect(audiblePosition(anchor, 99, 0.1, null, LENGTH)).toBe(LENGTH);
  });

  it('shows nothing from before the last seek', () => {
    const sought = { ...anchor, origin: 44_000 };
    expect(audiblePosition(sought, 10, 0.1, null, LENGTH)).toBe(44_000);
  });

  it('follows the loop over its seam, forwards and backwards', () => {
    const late = { ...anchor, position: 88_000 };
    expect(audiblePosition(late, 10 + 300 / 44_100, 0, loop, LENGTH)).toBe(44_200);
    const early = { ...anchor, position: 44_200, wrapped: true };
    expect(audiblePosition(early, 10, 300 / 44_100, loop, LENGTH)).toBe(88_000);
  });
});

describe('nextAnchor', () => {
  it('keeps where playback began, and notices the seam', () => {
    const rest: Anchor = { position: 500, time: 0, moving: false, rate: 1, origin: 0, wrapped: false };
    const first = nextAnchor(rest, { status: 'playing', position: 628, time: 1, rate: 1 });
    expect(first).toEqual({ position: 628, time: 1, moving: true, rate: 1, origin: 500, wrapped: false });
    const second = nextAnchor(first, { status: 'playing', position: 100, time: 2, rate: 1 });
    expect(second).toMatchObject({ origin: 500, wrapped: true });
    expect(nextAnchor(second, { status: 'holding', position: 100, time: 3, rate: 1 }).moving).toBe(false);
  });
});
