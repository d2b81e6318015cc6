// Rides the level through overlaps, so that it neither dips nor swells between two tracks.
import type { GainPoint } from '@/audio/automix/plan/gain-curve';
import type { PlacedTransition, SetTimeline } from '@/audio/automix/render/set-timeline';
import { loudnessOf } from '@/audio/loudness/loudness-histogram';
import { STEPS_PER_SECOND, WeightedSteps } from '@/audio/loudness/weighted-steps';
import { dbToGain } from '@/audio/units';
import { BassEnvelope, beatBounds } from './bass-envelope';
import { bassHeadroom } from './bass-headroom';
import type { PreparedTrack } from './prepared-track';
import { BLOCK_FRAMES, SetMixer } from './set-mixer';

/** Loudness over this long is what is evened out. */
const WINDOW_SECONDS = 3;
const WINDOW_STEPS = WINDOW_SECONDS * STEPS_PER_SECOND;
const MAX_BOOST_DB = 3.5;
const MAX_CUT_DB = 3;
/** Outside of the overlap a track is by itself, and any change of its level shows. */
const MAX_OUTER_CUT_DB = 2;
/** A point every half second. */
const STEPS_PER_POINT = 5;
/** Where a track changes by more than this at a joint, its louder side comes and goes slowly. */
const FREE_STEP_LU = 1.1;
/** How long that takes on the side outside of the overlap, and how far from the joint it is complete. */
const SLOW_SECONDS = 16;
const CLEAR_SECONDS = 0.25;
/** Passages softer than this, in LUFS, are intended to be. */
const QUIET_LUFS = -50;

interface OverlapLevels {
  /** Mean square of every 100 ms. */
  readonly steps: number[];
  /** Power of the bass in every beat of the overlap. */
  readonly bass: number[];
}

/** Measures an overlap and `margin` samples on either side of it. */
async function measureLevels(
  mixer: SetMixer,
  placed: PlacedTransition,
  margin: number,
  sampleRate: number,
): Promise<OverlapLevels> {
  const steps: number[] = [];
  const weighted = new WeightedSteps((meanSquare) => steps.push(meanSquare), sampleRate);
  const course = new BassEnvelope(beatBounds(placed, sampleRate), sampleRate);
  const [left, right] = [new Float64Array(BLOCK_FRAMES), new Float64Array(BLOCK_FRAMES)];
  const to = placed.end + margin;
  for (let at = Math.max(0, placed.start - margin); at < to; at += BLOCK_FRAMES) {
    const frames = Math.min(BLOCK_FRAMES, to - at);
    await mixer.mix(at, left, right, frames);
    weighted.process(left, right, frames);
    for (let i = 0; i < frames; i++) course.add(at + i, left[i]!, right[i]!);
  }
  return { steps, bass: course.powers };
}

/** Loudness around a step. */
function around(steps: readonly number[], step: number): number {
  const first = Math.max(0, Math.round(step - WINDOW_STEPS / 2));
  const window = steps.slice(first, first + WINDOW_STEPS);
  return loudnessOf(window.reduce((sum, value) => sum + value, 0) / Math.max(1, window.length));
}

interface Sides {
  readonly before: number;
  readonly after: number;
}

/** What has to be added at a step so that the loudness moves in a straight line from one side to the other. */
function rideAt(
  steps: readonly number[],
  step: number,
  last: number,
  { before, after }: Sides,
  maxDb: number,
): number {
  // At its ends the overlap is measured alone: what lies beyond a joint is not what has to be raised.
  const middle = Math.max(WINDOW_STEPS / 2, Math.min(last - WINDOW_STEPS / 2, step));
  const actual = around(steps, middle + WINDOW_STEPS);
  if (Math.min(before, after, actual) < QUIET_LUFS) return 0;
  const wanted = before + ((after - before) * step) / last;
  return Math.max(-MAX_CUT_DB, Math.min(maxDb, wanted - actual));
}

/** What has to be taken from the outer side of a joint: by how much it stands above the inner one. */
function cutBeside(outer: number, inner: number): number {
  if (Math.min(outer, inner) < QUIET_LUFS) return 0;
  return -Math.max(0, Math.min(MAX_OUTER_CUT_DB, outer - inner - FREE_STEP_LU));
}

type Pair = readonly [from: PreparedTrack, to: PreparedTrack];

async function rideOver(mixer: SetMixer, placed: PlacedTransition, pair: Pair, sampleRate: number) {
  const { plan, start, end } = placed;
  const { steps, bass } = await measureLevels(mixer, placed, WINDOW_SECONDS * sampleRate, sampleRate);
  const headroom = bassHeadroom(placed, bass, ...pair);
  const last = Math.floor(((end - start) / sampleRate) * STEPS_PER_SECOND);
  const half = WINDOW_STEPS / 2;
  const sides = { before: around(steps, half), after: around(steps, last + 3 * half) };
  const inner: { at: number; db: number }[] = [];
  for (let step = 0; step <= last; step += STEPS_PER_POINT) {
    const at = start + (step / STEPS_PER_SECOND) * sampleRate;
    const maxDb = Math.max(0, Math.min(MAX_BOOST_DB, headroom((plan.bars * step) / last)));
    inner.push({ at, db: rideAt(steps, step, last, sides, maxDb) });
  }
  const entering = around(steps, 3 * half) + inner[0]!.db;
  const leaving = around(steps, last + half) + inner.at(-1)!.db;
  const [slow, clear] = [SLOW_SECONDS * sampleRate, CLEAR_SECONDS * sampleRate];
  return [
    { at: start - slow, db: 0 },
    { at: start - clear, db: cutBeside(sides.before, entering) },
    ...inner,
    { at: end + clear, db: cutBeside(sides.after, leaving) },
    { at: end + slow, db: 0 },
  ].map(({ at, db }) => ({ at, gain: dbToGain(db) }));
}

/**
 * The gain of the whole set over time, in samples: 1 outside of overlaps. Overlaps that follow one another too soon
 * share what lies between them.
 */
export async function rideOf(
  timeline: SetTimeline,
  prepared: readonly PreparedTrack[],
): Promise<GainPoint[]> {
  const mixer = new SetMixer(timeline, prepared);
  const points: GainPoint[] = [];
  try {
    for (const [i, transition] of timeline.transitions.entries()) {
      if (transition.end <= transition.start + WINDOW_SECONDS * timeline.sampleRate) continue;
      const pair = [prepared[i]!, prepared[i + 1]!] as const;
      const ride = await rideOver(mixer, transition, pair, timeline.sampleRate);
      // What two transitions want of the passage between them meets half way.
      const former = points.at(-1);
      const meeting = former && former.at > ride[0]!.at ? (points.at(-2)!.at + ride[1]!.at) / 2 : null;
      if (meeting === null) points.push(...ride);
      else points.splice(-1, 1, { at: meeting, gain: 1 }, ...ride.slice(1));
    }
    return points.filter(({ at }, i) => i === 0 || at > points[i - 1]!.at);
  } finally {
    await mixer.close();
  }
}
