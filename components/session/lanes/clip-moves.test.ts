// Moves of a clip: fades never cross, halves meet, ends stay inside.
import { expect, it } from 'vitest';
import {
  edgesOf,
  fadedIn,
  fadedOut,
  movedTo,
  shifted,
  splitAt,
  trimmedEnd,
  trimmedStart,
} from './clip-moves';

const CLIP = { start: 1_000, sourceStart: 500, length: 4_000, fadeIn: 300, fadeOut: 200 };

it('moves, trims and splits to the sample', () => {
  expect(movedTo(CLIP, -70)).toEqual({ ...CLIP, start: 0 });
  expect(movedTo(CLIP, 70.6)).toEqual({ ...CLIP, start: 71 });
  expect(trimmedStart(CLIP, 0)).toEqual({ ...CLIP, start: 500, sourceStart: 0, length: 4_500 });
  expect(trimmedEnd(CLIP, 99_999, 6_000)).toEqual({ ...CLIP, length: 5_500 });
  expect(splitAt(CLIP, 2_000)?.map(({ start, length }) => [start, length])).toEqual([
    [1_000, 1_000],
    [2_000, 3_000],
  ]);
  expect(splitAt(CLIP, 1_100)).toBeNull();
});

it('fades up to the other fade', () => {
  expect(fadedIn(CLIP, 9_999)).toEqual({ ...CLIP, fadeIn: 3_800 });
  expect(fadedOut(CLIP, 9_999)).toEqual({ ...CLIP, fadeOut: 3_700 });
  expect(fadedOut(CLIP, -5)).toEqual({ ...CLIP, fadeOut: 0 });
});

it('shifts the part that is under the hand, and that alone', () => {
  for (const part of ['whole', 'start', 'end', 'fadeIn', 'fadeOut'] as const) {
    const next = shifted(CLIP, part, -10, 9_000);
    expect(edgesOf(next, part)).toEqual(edgesOf(CLIP, part).map((edge) => edge - 10));
    expect(shifted(next, part, 10, 9_000)).toEqual(CLIP);
  }
});
