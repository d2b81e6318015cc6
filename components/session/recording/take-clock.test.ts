// The clock of a take on generated playback: it follows loops, puts what comes after an interruption back, and sees seeks.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SAMPLE_RATE } from '@/audio/units';
import type { RenderClock } from '../../player/types';
import { MAX_JUMPS, TakeClock } from './take-clock';

const RECORDED = { firstFrame: 48_000, rate: 48_000, roundTrip: 0.05 };
const TICK_S = 1 / 30;

/** Playback in steps of a report, from 2 s of the context and a position on. */
class Playback {
  time = 2;
  constructor(
    public position: number,
    readonly loop?: { readonly start: number; readonly end: number },
  ) {}

  get clock(): RenderClock {
    return { position: this.position, time: this.time, rate: 1, moving: true };
  }

  /** @param heldS for how long nothing is played before it goes on */
  go(seconds = TICK_S, heldS = 0): RenderClock {
    this.time += seconds + heldS;
    this.position += Math.round(seconds * SAMPLE_RATE);
    const { loop } = this;
    if (loop) while (this.position >= loop.end) this.position -= loop.end - loop.start;
    return this.clock;
  }
}

/** Where in the recording what is played at a moment is. */
const inRecording = (time: number): number =>
  Math.round((time + RECORDED.roundTrip - RECORDED.firstFrame / RECORDED.rate) * SAMPLE_RATE);

it('follows any number of rounds without a jump, and says where in the recording a position was played', () => {
  const loop = { start: 100_000, end: 300_000 };
  const playback = new Playback(150_000, loop);
  const clock = new TakeClock(RECORDED, loop);
  for (let i = 0; i < 600; i++) {
    expect(clock.follow(playback.go())).toBe(true);
    expect(Math.abs(clock.recordedAt(playback.position) - inRecording(playback.time))).toBeLessThan(700);
  }
  expect(clock.jumps).toEqual([]);
});

it('puts the rest back after any interruptions, with or without a loop', () => {
  const holds = fc.array(
    fc.tuple(fc.integer({ min: 5, max: 200 }), fc.double({ min: 0.005, max: 3, noNaN: true })),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  const property = fc.property(holds, fc.boolean(), (interruptions, isLooping) => {
    const loop = isLooping ? { start: 100_000, end: 300_000 } : undefined;
    const playback = new Playback(150_000, loop);
    const clock = new TakeClock(RECORDED, loop);
    clock.follow(playback.clock);
    for (const [ticks, heldS] of interruptions) {
      for (let i = 0; i < ticks; i++) expect(clock.follow(playback.go())).toBe(true);
      expect(clock.follow(playback.go(TICK_S, heldS))).toBe(true);
      // Ticks are rounded to samples: that alone may add up to a part of a millisecond.
      expect(Math.abs(clock.recordedAt(playback.position) - inRecording(playback.time))).toBeLessThan(45);
      expect(Math.abs((clock.jumps.at(-1)?.held ?? 0) - heldS * SAMPLE_RATE)).toBeLessThan(45);
    }
    expect(clock.jumps).toHaveLength(interruptions.length);
  });
  fc.assert(property, { numRuns: 60 });
});

it('begins what comes after an interruption where playback was', () => {
  const playback = new Playback(0);
  const clock = new TakeClock(RECORDED, undefined);
  clock.follow(playback.clock);
  clock.follow(playback.go(1));
  clock.follow(playback.go(0.5, 0.2));
  expect(clock.jumps).toEqual([{ at: inRecording(2 + 1 + 0.2), start: 44_100, held: 8_820 }]);
});

it('is over when somebody moves the playhead, or nothing but jumps comes', () => {
  for (const to of [0, 2_000_000]) {
    const playback = new Playback(200_000);
    const clock = new TakeClock(RECORDED, undefined);
    clock.follow(playback.go());
    clock.follow(playback.go());
    playback.position = to;
    expect(clock.follow(playback.go())).toBe(false);
  }
  const playback = new Playback(0);
  const clock = new TakeClock(RECORDED, undefined);
  clock.follow(playback.clock);
  const outcomes = Array.from({ length: MAX_JUMPS + 1 }, () => clock.follow(playback.go(TICK_S, 0.1)));
  expect(outcomes.indexOf(false)).toBe(MAX_JUMPS);
});

it('waits while nothing is played', () => {
  const clock = new TakeClock(RECORDED, undefined);
  expect(clock.follow({ position: 5, time: 1, rate: 1, moving: false })).toBe(true);
  expect(clock.origin).toBeNull();
});
