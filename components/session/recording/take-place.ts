// Where on the timeline a recorded sample belongs, and what of a take becomes its clip.
import { SAMPLE_RATE } from '@/audio/units';
import type { RenderClock } from '../../player/types';
import type { TakeNote } from '../../recorder/messages';

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

/** What was played in one go through the loop. */
export interface TakeRound extends TakePlace {
  readonly length: number;
}

/** A last round that was broken off sooner is no take: it is the time that it takes to stop. */
const MIN_ROUND = SAMPLE_RATE;

/**
 * The rounds of a recording, in order: the first one up to the end of the loop, and on from its beginning each time.
 * @param length of all of them, in samples
 */
export function takeRounds(
  { start, sourceStart }: TakePlace,
  length: number,
  loop: { readonly start: number; readonly end: number } | undefined,
): readonly TakeRound[] {
  const rounds: TakeRound[] = [];
  let at = start;
  for (let done = 0; done < length; ) {
    const left = length - done;
    const round = loop && at < loop.end ? Math.min(left, loop.end - at) : left;
    if (rounds.length === 0 || round >= MIN_ROUND || (loop && at + round === loop.end)) {
      rounds.push({ start: at, sourceStart: sourceStart + done, length: round });
    }
    done += round;
    at = loop?.start ?? at + round;
  }
  return rounds;
}

/** The round that sounds first: the last one that reached the end of the loop, or the first. */
export function chosenRound(
  rounds: readonly TakeRound[],
  loop: { readonly end: number } | undefined,
): number {
  return Math.max(
    0,
    rounds.findLastIndex(({ start, length }) => start + length === loop?.end),
  );
}

/** Where a take that is punched out ends, whatever was recorded behind it. */
const lastPosition = ({ punch }: Pick<TakeNote, 'punch'>): number => punch?.end ?? Number.POSITIVE_INFINITY;

/**
 * How long a take is.
 * @param frames what there is of it, at its own rate
 * @param end where it was stopped, in samples of the timeline counted on through all rounds
 * @returns in samples; below 1 where nothing of it counts
 */
export function takeLength(note: TakeNote, frames: number, end = Number.POSITIVE_INFINITY): number {
  const { rate, start, sourceStart } = note;
  const stop = Math.min(Math.round(end), lastPosition(note));
  return Math.min(clipLength(frames, rate, sourceStart), stop - start);
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
