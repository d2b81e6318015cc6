// Rides the level through overlaps, as a hand on the fader would: no hole between two tracks and no hump.
import type { GainPoint } from '@/audio/automix/gain-curve';
import type { PlacedTransition, SetTimeline } from '@/audio/automix/set-timeline';
import { loudnessOf } from '@/audio/loudness/loudness-histogram';
import { STEPS_PER_SECOND, WeightedSteps } from '@/audio/loudness/weighted-steps';
import { dbToGain } from '@/audio/units';
import type { PreparedTrack } from './prepare-track';
import { BLOCK_FRAMES, SetMixer } from './set-mixer';

/** Loudness over this long is what is evened out. */
const WINDOW_SECONDS = 3;
const WINDOW_STEPS = WINDOW_SECONDS * STEPS_PER_SECOND;
/** The ride may add less than it may take, so that no bass comes out louder than it would alone. */
const MOST_BOOST_DB = 1.4;
const MOST_CUT_DB = 3;
/** A point every half second. */
const STEPS_PER_POINT = 5;
/** How long before the overlap the ride begins, and how long after it the level is let go. */
const BEGIN_SECONDS = 0.5;
const RELEASE_SECONDS = 4;
/** What is softer than this, in LUFS, is meant to be. */
const QUIET_LUFS = -50;

/** Mean square of every 100 ms of the set from `from` on, in samples. */
async function stepsBetween(
  mixer: SetMixer,
  from: number,
  to: number,
  sampleRate: number,
): Promise<number[]> {
  const steps: number[] = [];
  const weighted = new WeightedSteps((meanSquare) => steps.push(meanSquare), sampleRate);
  const [left, right] = [new Float64Array(BLOCK_FRAMES), new Float64Array(BLOCK_FRAMES)];
  for (let at = from; at < to; at += BLOCK_FRAMES) {
    const frames = Math.min(BLOCK_FRAMES, to - at);
    await mixer.mix(at, left, right, frames);
    weighted.process(left, right, frames);
  }
  return steps;
}

/** Loudness around a step. */
function around(steps: readonly number[], step: number): number {
  const first = Math.max(0, Math.round(step - WINDOW_STEPS / 2));
  const window = steps.slice(first, first + WINDOW_STEPS);
  return loudnessOf(window.reduce((sum, value) => sum + value, 0) / Math.max(1, window.length));
}

/** What has to be added at a step so that the loudness moves in a straight line from one side to the other. */
function rideAt(steps: readonly number[], step: number, last: number): number {
  const before = around(steps, WINDOW_STEPS / 2);
  const after = around(steps, last + (3 * WINDOW_STEPS) / 2);
  const actual = around(steps, step + WINDOW_STEPS);
  if (Math.min(before, after, actual) < QUIET_LUFS) return 0;
  const wanted = before + ((after - before) * step) / last;
  return Math.max(-MOST_CUT_DB, Math.min(MOST_BOOST_DB, wanted - actual));
}

async function rideOver(mixer: SetMixer, { start, end }: PlacedTransition, sampleRate: number) {
  const window = WINDOW_SECONDS * sampleRate;
  const from = Math.max(0, start - window);
  const steps = await stepsBetween(mixer, from, end + window, sampleRate);
  const last = Math.floor(((end - start) / sampleRate) * STEPS_PER_SECOND);
  const points: GainPoint[] = [];
  for (let step = 0; step <= last; step += STEPS_PER_POINT) {
    const at = start + (step / STEPS_PER_SECOND) * sampleRate;
    points.push({ at, gain: dbToGain(rideAt(steps, step, last)) });
  }
  return [
    { at: start - BEGIN_SECONDS * sampleRate, gain: 1 },
    ...points,
    { at: end + RELEASE_SECONDS * sampleRate, gain: 1 },
  ];
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
    for (const transition of timeline.transitions) {
      if (transition.end <= transition.start + WINDOW_SECONDS * timeline.sampleRate) continue;
      const ride = await rideOver(mixer, transition, timeline.sampleRate);
      const free = points.findIndex(({ at }) => at >= ride[0]!.at);
      if (free >= 0) points.length = free;
      points.push(...ride);
    }
    return points;
  } finally {
    await mixer.close();
  }
}
