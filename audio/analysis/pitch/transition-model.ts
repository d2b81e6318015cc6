// How pitch and voicing may change from one frame to the next, as logarithms of probabilities.
import { BINS_PER_SEMITONE, PITCH_BINS } from './pitch-grid';

const SWITCH_PROBABILITY = 0.01;
/** Voicing begins or ends. */
export const LOG_SWITCH = Math.log(SWITCH_PROBABILITY);
/** Voicing goes on as it is. */
export const LOG_STAY = Math.log(1 - SWITCH_PROBABILITY);
/** What is impossible counts as the smallest normal number, so that no path ends. */
export const MIN_PROBABILITY = 2 ** -1022;
export const LOG_MIN_PROBABILITY = Math.log(MIN_PROBABILITY);

/** The fastest change of pitch, in octaves per second. */
const FASTEST_CHANGE = 35.92;

/** How many bins the pitch may move in a hop. */
export function reachOfHop(hop: number, sampleRate: number): number {
  const semitones = Math.round((FASTEST_CHANGE * 12 * hop) / sampleRate);
  return Math.floor((semitones * BINS_PER_SEMITONE + 1) / 2);
}

/** The likelihood of every step from -reach to reach: a triangle, 1 for no step. */
export function logTriangle(reach: number): Float64Array {
  return Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.log((reach + 1 - Math.abs(i - reach)) / (reach + 1)),
  );
}

/** What each bin must lose so that its triangle, cut off at the ends of the pitch range, sums to 1. */
export function logTriangleSums(reach: number): Float64Array {
  return Float64Array.from({ length: PITCH_BINS }, (_, bin) => {
    let sum = 0;
    for (let step = -reach; step <= reach; step++) {
      const isInside = bin + step >= 0 && bin + step < PITCH_BINS;
      if (isInside) sum += (reach + 1 - Math.abs(step)) / (reach + 1);
    }
    return Math.log(sum);
  });
}
