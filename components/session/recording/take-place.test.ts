// Places of takes: what was played to a sample of the timeline lies on that sample, whenever the recording began.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SAMPLE_RATE } from '@/audio/units';
import type { TakeNote } from '../../recorder/messages';
import { chosenRound, clipLength, takeLength, takePlace, takeRounds, timelineOrigin } from './take-place';

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

it('a recording without a loop is one round', () => {
  expect(takeRounds({ start: 5_000, sourceStart: 300 }, 90_000, undefined)).toEqual([
    { start: 5_000, sourceStart: 300, length: 90_000 },
  ]);
});

it('each round through the loop is one, and together they are the whole recording', () => {
  const loop = { start: 100_000, end: 300_000 };
  const rounds = takeRounds({ start: 50_000, sourceStart: 300 }, 250_000 + 2 * 200_000 + 70_000, loop);
  expect(rounds).toEqual([
    { start: 50_000, sourceStart: 300, length: 250_000 },
    { start: 100_000, sourceStart: 250_300, length: 200_000 },
    { start: 100_000, sourceStart: 450_300, length: 200_000 },
    { start: 100_000, sourceStart: 650_300, length: 70_000 },
  ]);
  expect(chosenRound(rounds, loop)).toBe(2);
});

it('what it takes to stop is no round, and a recording without a whole one plays its first', () => {
  const loop = { start: 100_000, end: 300_000 };
  expect(takeRounds({ start: 100_000, sourceStart: 0 }, 200_000 + 9_000, loop)).toHaveLength(1);
  const short = takeRounds({ start: 100_000, sourceStart: 0 }, 9_000, loop);
  expect(short).toHaveLength(1);
  expect(chosenRound(short, loop)).toBe(0);
});

it('what lies behind the loop is not repeated', () => {
  const rounds = takeRounds({ start: 400_000, sourceStart: 0 }, 500_000, { start: 100_000, end: 300_000 });
  expect(rounds).toEqual([{ start: 400_000, sourceStart: 0, length: 500_000 }]);
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
  expect(takeLength(note({}), 50_000, 25_000)).toBe(15_000);
  expect(takeLength(note({ punch }), 50_000)).toBe(20_000);
  expect(takeLength(note({ punch }), 10_000)).toBe(6_000);
  expect(takeLength(note({ punch }), 3_000, 9_000)).toBeLessThan(1);
});
