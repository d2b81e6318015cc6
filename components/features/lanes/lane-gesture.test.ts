// Pointer and keys on a lane: positions stay in the song, drags in either direction make a loop.
import { describe, expect, it } from 'vitest';
import { draggedRange, keyTarget, sampleAt } from './lane-gesture';

describe('lane gestures', () => {
  it('finds the sample under the pointer, clamped to the song', () => {
    expect(sampleAt(350, 100, 500, 1000)).toBe(500);
    expect(sampleAt(0, 100, 500, 1000)).toBe(0);
    expect(sampleAt(9999, 100, 500, 1000)).toBe(1000);
    expect(sampleAt(350, 100, 0, 1000)).toBe(0);
  });

  it('makes a range of a drag either way, and none of a click or of a hair', () => {
    expect(draggedRange(300, 200, 100, 500, 100_000)).toEqual({ start: 20_000, end: 40_000 });
    expect(draggedRange(300, 302, 100, 500, 100_000)).toBeNull();
    expect(draggedRange(200, 210, 100, 500, 1000)).toBeNull();
  });

  it('moves by seconds, further with Shift, and leaves other keys alone', () => {
    expect(keyTarget('ArrowRight', false, 0, 1_000_000)).toBe(44_100);
    expect(keyTarget('ArrowLeft', true, 500_000, 1_000_000)).toBe(59_000);
    expect(keyTarget('ArrowLeft', false, 10, 1_000_000)).toBe(0);
    expect(keyTarget('End', false, 10, 1_000_000)).toBe(1_000_000);
    expect(keyTarget('a', false, 10, 1_000_000)).toBeNull();
  });
});
