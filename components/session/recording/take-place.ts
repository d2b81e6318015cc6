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

/** What was played in one go: through the loop, or up to an interruption. */
export interface TakeStretch extends TakePlace {
  readonly length: number;
  /** How often the loop had been repeated before. */
  readonly round: number;
  /** How long playback had been interrupted before it, in samples; 0 for not at all. */
  readonly held: number;
}

type PlacedNote = Pick<TakeNote, 'start' | 'sourceStart' | 'loop' | 'punch' | 'jumps'>;

/** What was broken off sooner is no take: it is the time that it takes to stop. */
const MIN_STRETCH = SAMPLE_RATE;

/** One part of a recording, up to an interruption or the end, round by round. */
function roundsOf(first: TakeStretch, loop: TakeNote['loop']): readonly TakeStretch[] {
  const rounds: TakeStretch[] = [];
  const end = first.sourceStart + first.length;
  for (let next = first; next.sourceStart < end; ) {
    const left = end - next.sourceStart;
    const isInLoop = loop !== undefined && next.start < loop.end;
    const length = isInLoop ? Math.min(left, loop.end - next.start) : left;
    rounds.push({ ...next, length });
    const sourceStart = next.sourceStart + length;
    next = { start: loop?.start ?? 0, sourceStart, length: 0, round: next.round + 1, held: 0 };
  }
  return rounds;
}

/**
 * What was played in one go each time, in order: the first one up to the end of the loop, and on from its beginning.
 * @param length how much of the recording counts, in samples
 */
export function takeStretches(note: PlacedNote, length: number): readonly TakeStretch[] {
  const { start, sourceStart, loop, jumps = [] } = note;
  const last = sourceStart + length;
  const parts = [{ at: sourceStart, start, held: 0 }, ...jumps];
  const stretches: TakeStretch[] = [];
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    const end = Math.min(last, next ? next.at - next.held : last);
    const before = stretches.at(-1);
    const isNewRound =
      before !== undefined && loop !== undefined && before.start + before.length === loop.end;
    const round = (before?.round ?? 0) + (isNewRound ? 1 : 0);
    const { at, held } = part;
    stretches.push(...roundsOf({ start: part.start, sourceStart: at, length: end - at, round, held }, loop));
  }
  const final = stretches.at(-1);
  const isCut = final && final.length < MIN_STRETCH && final.start + final.length !== loop?.end;
  return stretches.length > 1 && isCut ? stretches.slice(0, -1) : stretches;
}

/** The stretches that sound first: those of the last round that reached the end of the loop, or of the first round. */
export function chosenStretches(
  stretches: readonly TakeStretch[],
  loop: { readonly end: number } | undefined,
): readonly number[] {
  const whole = stretches.findLast(({ start, length }) => start + length === loop?.end);
  return stretches.flatMap(({ round }, index) => (round === (whole?.round ?? 0) ? [index] : []));
}

/** Where in the recording a take that is punched out ends, whatever was recorded behind it. */
function punchedOutAt({ punch, jumps, start, sourceStart }: PlacedNote): number {
  const part = jumps?.at(-1) ?? { at: sourceStart, start };
  return punch ? punch.end - part.start + part.at : Number.POSITIVE_INFINITY;
}

/**
 * How much of a recording counts.
 * @param frames what there is of it, at its own rate
 * @param endAt where in it it was stopped, in samples
 * @returns in samples; below 1 where nothing of it counts
 */
export function takeLength(note: TakeNote, frames: number, endAt = Number.POSITIVE_INFINITY): number {
  const { rate, sourceStart } = note;
  const end = Math.min(endAt, punchedOutAt(note));
  return Math.min(clipLength(frames, rate, sourceStart), end - sourceStart);
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
