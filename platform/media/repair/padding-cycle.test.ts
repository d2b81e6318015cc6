// How many frames are missing, by the padding of those that are left.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CYCLE_FRAMES, missingByPadding } from './padding-cycle';

/** Lengths of frames at 44.1 kHz: each ends at the last whole byte, as encoders of a constant bitrate write them. */
const lengthsOf = (kbps: number, frames: number) =>
  Array.from({ length: frames }, (_, i) => {
    const endOf = (frame: number) => Math.floor((frame * 144 * kbps * 1_000) / 44_100);
    return endOf(i + 1) - endOf(i);
  });

it('the frames removed from a stream of a constant bitrate are counted up to the cycle', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(64, 96, 128, 160, 192, 256, 320),
      fc.integer({ min: CYCLE_FRAMES, max: 200 }),
      fc.integer({ min: 0, max: CYCLE_FRAMES - 1 }),
      (kbps, at, removed) => {
        const lengths = lengthsOf(kbps, at + removed + 2 * CYCLE_FRAMES);
        expect(missingByPadding(lengths.slice(0, at), lengths.slice(at + removed))).toBe(removed);
      },
    ),
  );
});

it.each([
  ['too few before the place', lengthsOf(128, 48), lengthsOf(128, 98)],
  ['too few behind it', lengthsOf(128, 98), lengthsOf(128, 48)],
  ['none with padding', Array.from({ length: 98 }, () => 384), Array.from({ length: 98 }, () => 384)],
  ['of several bitrates', [...lengthsOf(128, 60), ...lengthsOf(192, 38)], lengthsOf(128, 98)],
  [
    'of another cycle behind it',
    lengthsOf(128, 98),
    lengthsOf(128, 98).map((n, i) => n - (i % 5 === 0 ? 1 : 0)),
  ],
])('nothing is said where the frames are %s', (_, before, behind) => {
  expect(missingByPadding(before, behind)).toBeNull();
});
