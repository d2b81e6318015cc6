// Places of takes: what was played to a sample of the timeline lies on that sample, whenever the recording began.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SAMPLE_RATE } from '@/audio/units';
import type { TakeNote } from '../../recorder/messages';
import {
  chosenStretches,
  clipLength,
  takeLength,
  takePlace,
  takeStretches,
  timelineOrigin,
} from './take-place';

const frames = fc.integer({ min: 0, max: 10_000_000 });

it('a note played to what was heard lies where it was rendered, at any rate and round trip', () => {
  const property = fc.property(
    frames,
    frames,
    fc.constantFrom(44_100, 48_000, 96_000),
    fc.double({ min: 0, max: 0.5, noNaN: true }),
    fc.integer({ min: 0, max: 1_000_000 }),
    (firstFrame, position, rate, roundTrip, ahead) => {
      const clock = { position, time: 20, rate: 1, moving: true };
      const origin = timelineOrigin(clock, { firstFrame, rate, roundTrip });
      // Rendered `ahead` samples behind the clock's position, recorded one round trip later.
      const recordedAt = 20 + ahead / SAMPLE_RATE + roundTrip;
      const inTake = (recordedAt - firstFrame / rate) * SAMPLE_RATE;
      expect(Math.abs(origin + inTake - (position + ahead))).toBeLessThan(0.51);
    },
  );
  fc.assert(property);
});

it('the clip begins where the recording was to begin, and keeps its sound in its place', () => {
  const property = fc.property(fc.integer({ min: -500_000, max: 500_000 }), frames, (origin, from) => {
    const { start, sourceStart } = takePlace(origin, from);
    expect(start).toBeGreaterThanOrEqual(Math.max(0, from));
    expect(sourceStart).toBeGreaterThanOrEqual(0);
    expect(start - sourceStart).toBe(origin);
  });
  fc.assert(property);
});

it('a clip never reaches beyond what was recorded', () => {
  expect(clipLength(44_100, 44_100, 100)).toBe(44_000);
  expect(clipLength(48_000, 48_000, 0)).toBeLessThanOrEqual(44_100);
});

const whole = { round: 0, held: 0 };

it('a recording without a loop is one stretch', () => {
  expect(takeStretches({ start: 5_000, sourceStart: 300 }, 90_000)).toEqual([
    { start: 5_000, sourceStart: 300, length: 90_000, ...whole },
  ]);
});

it('each round through the loop is one, and together they are the whole recording', () => {
  const loop = { start: 100_000, end: 300_000 };
  const stretches = takeStretches({ start: 50_000, sourceStart: 300, loop }, 250_000 + 2 * 200_000 + 70_000);
  expect(stretches).toEqual([
    { start: 50_000, sourceStart: 300, length: 250_000, held: 0, round: 0 },
    { start: 100_000, sourceStart: 250_300, length: 200_000, held: 0, round: 1 },
    { start: 100_000, sourceStart: 450_300, length: 200_000, held: 0, round: 2 },
    { start: 100_000, sourceStart: 650_300, length: 70_000, held: 0, round: 3 },
  ]);
  expect(chosenStretches(stretches, loop)).toEqual([2]);
});

it('what it takes to stop is no round, and a recording without a whole one plays its first', () => {
  const loop = { start: 100_000, end: 300_000 };
  expect(takeStretches({ start: 100_000, sourceStart: 0, loop }, 200_000 + 9_000)).toHaveLength(1);
  const short = takeStretches({ start: 100_000, sourceStart: 0, loop }, 9_000);
  expect(short).toHaveLength(1);
  expect(chosenStretches(short, loop)).toEqual([0]);
});

it('what lies behind the loop is not repeated', () => {
  const loop = { start: 100_000, end: 300_000 };
  expect(takeStretches({ start: 400_000, sourceStart: 0, loop }, 500_000)).toEqual([
    { start: 400_000, sourceStart: 0, length: 500_000, ...whole },
  ]);
});

it('an interruption divides a take where playback was, and leaves out what was recorded meanwhile', () => {
  const jumps = [{ at: 60_000, start: 50_000, held: 9_000 }];
  const stretches = takeStretches({ start: 0, sourceStart: 1_000, jumps }, 150_000);
  expect(stretches).toEqual([
    { start: 0, sourceStart: 1_000, length: 50_000, round: 0, held: 0 },
    { start: 50_000, sourceStart: 60_000, length: 91_000, round: 0, held: 9_000 },
  ]);
  expect(chosenStretches(stretches, undefined)).toEqual([0, 1]);
});

it('both parts of an interrupted round of a loop are chosen together', () => {
  const loop = { start: 0, end: 200_000 };
  const jumps = [{ at: 310_000, start: 100_000, held: 10_000 }];
  const stretches = takeStretches({ start: 0, sourceStart: 0, loop, jumps }, 410_000);
  expect(stretches.map(({ start, length, round }) => [start, length, round])).toEqual([
    [0, 200_000, 0],
    [0, 100_000, 1],
    [100_000, 100_000, 1],
  ]);
  expect(chosenStretches(stretches, loop)).toEqual([1, 2]);
});

const note = (change: Partial<TakeNote>): TakeNote => ({
  id: 'a',
  projectId: 'p',
  userId: 'ana',
  trackId: 'voice',
  name: 'Voice, take',
  startedAt: 0,
  rate: 44_100,
  channels: 1,
  start: 10_000,
  sourceStart: 4_000,
  length: null,
  ...change,
});

it('a take is as long as what was kept of it, as far as it was played, and no longer than what is punched', () => {
  const punch = { start: 10_000, end: 30_000 };
  expect(takeLength(note({}), 50_000)).toBe(46_000);
  expect(takeLength(note({}), 50_000, 19_000)).toBe(15_000);
  expect(takeLength(note({ punch }), 50_000)).toBe(20_000);
  expect(takeLength(note({ punch }), 10_000)).toBe(6_000);
  expect(takeLength(note({ punch }), 3_000, 3_000)).toBeLessThan(1);
  const jumps = [{ at: 15_000, start: 20_000, held: 1_000 }];
  expect(takeLength(note({ punch, jumps }), 50_000)).toBe(21_000);
});
