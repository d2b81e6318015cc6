// Whether the attacks of a track have a clear beat of their own: sharp ones that repeat after a beat or two.
import { SHARP_RISE } from '../../track/onsets';
import { type AttackCurves, BAND_WEIGHTS, bandOf } from '../analyse/attack-curves';

/** Periods that are tried, in beats of the passage's clock: half a beat, and two of a tempo that is a tenth slower. */
const SHORTEST_PERIOD = 0.5;
const LONGEST_PERIOD = 2.2;
/**
 * Attacks that repeat this well are a beat. Generated drum machines stay above it, speech and rain below; so do loose
 * drummers, of whom nothing is claimed.
 */
const MIN_REPETITION = 0.25;
/** With sharp attacks of high sounds in fewer of the beats than this, what repeats may be the beating of chords. */
const MIN_BEATS_HIT = 0.75;

/** Correlation of the rows from `from` to `to` with themselves `lag` rows later. */
function repetition(curves: AttackCurves, from: number, to: number, lag: number): number {
  const rows = to - from - lag;
  let [sum, weights] = [0, 0];
  for (const [band, weight] of BAND_WEIGHTS.entries()) {
    const a = bandOf(curves, band, from, rows);
    const b = bandOf(curves, band, from + lag, rows);
    if (a.energy <= 0 || b.energy <= 0) continue;
    let product = 0;
    for (let i = 0; i < rows; i++) product += a.curve[i]! * b.curve[i]!;
    sum += (weight * product) / Math.sqrt(a.energy * b.energy);
    weights += weight;
  }
  return weights > 0 ? sum / weights : 0;
}

/** The share of beats in which the highs (hats, snares, the click of kicks) have a sharp attack. */
function hitShare({ values, bands, frames }: AttackCurves, bounds: readonly number[]): number {
  const isHit = (beat: number): boolean => {
    const end = Math.min(frames, Math.round(bounds[beat + 1]!));
    for (let row = Math.max(0, Math.round(bounds[beat]!)); row < end; row++) {
      if (values[(row + 1) * bands - 1]! >= SHARP_RISE) return true;
    }
    return false;
  };
  const beats = bounds.length - 1;
  return Array.from({ length: beats }, (_, beat) => isHit(beat)).filter(Boolean).length / beats;
}

/** Whether sharp attacks of high sounds, as of drums, run on through a passage, at a steady tempo or not. */
export function hasAttacksThroughout(curves: AttackCurves, bounds: readonly number[]): boolean {
  return hitShare(curves, bounds) >= MIN_BEATS_HIT;
}

/**
 * Whether a track has a clear beat of its own in a passage, at whatever tempo near that of the passage's clock.
 * @param bounds rows at which the clock's beats begin, and at which the last of them ends
 */
export function hasOwnBeat(curves: AttackCurves, bounds: readonly number[]): boolean {
  if (!hasAttacksThroughout(curves, bounds)) return false;
  const [from, to] = [Math.round(bounds[0]!), Math.round(bounds.at(-1)!)];
  const beat = (to - from) / (bounds.length - 1);
  for (let lag = Math.ceil(SHORTEST_PERIOD * beat); lag <= LONGEST_PERIOD * beat; lag++) {
    if (repetition(curves, from, to, lag) >= MIN_REPETITION) return true;
  }
  return false;
}
