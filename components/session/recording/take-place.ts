// Where on the timeline a recorded sample belongs, and what of a take becomes its clip.
import { SAMPLE_RATE } from '@/audio/units';
import type { RenderClock } from '../../player/types';

export interface Recorded {
  /** The context frame of the first recorded sample */
  readonly firstFrame: number;
  /** Of the context, in Hz */
  readonly rate: number;
  /** From what is rendered to what is recorded of it, in seconds */
  readonly roundTrip: number;
}

/**
 * The position on the timeline at which the first sample of a recording was played: a person plays to what they hear,
 * which left the player one round trip before it could be recorded.
 * @returns in samples, whole ones; negative before the beginning of the timeline
 */
export function timelineOrigin(clock: RenderClock, { firstFrame, rate, roundTrip }: Recorded): number {
  return Math.round(clock.position + (firstFrame / rate - roundTrip - clock.time) * SAMPLE_RATE * clock.rate);
}

export interface TakePlace {
  /** Where the clip begins on the timeline, in samples */
  readonly start: number;
  /** Where the clip begins in the take, in samples */
  readonly sourceStart: number;
}

/**
 * Where the clip of a take begins: what was recorded before `from`, such as the count-in, stays in the take.
 * @param origin from `timelineOrigin`
 * @param from where on the timeline the recording was to begin
 */
export function takePlace(origin: number, from: number): TakePlace {
  const start = Math.max(0, from, origin);
  return { start, sourceStart: start - origin };
}

/**
 * How long the clip of a take can be at most, in samples.
 * @param frames of the take, at its own rate
 */
export function clipLength(frames: number, rate: number, sourceStart: number): number {
  const length = Math.floor((frames * SAMPLE_RATE) / rate) - sourceStart;
  // Converting the rate leaves the last samples of a file open.
  return rate === SAMPLE_RATE ? length : length - 64;
}
