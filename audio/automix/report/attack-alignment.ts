// How far the attacks of two tracks lie apart, from the tracks alone: no beat grid of either is asked.
import { parabolaOffset } from '../../track/curves';
import { type AttackCurves, BAND_WEIGHTS, bandOf } from '../analyse/attack-curves';
import { hasAttacksThroughout, hasOwnBeat } from './own-beat';

/** Attacks are compared over so many beats, every so many beats. */
export const WINDOW_BEATS = 8;
const STEP_BEATS = 2;
/** Below this correlation two patterns have nothing in common. */
const MIN_SIMILARITY = 0.15;
/** With fewer windows than this share of all there is no figure. */
const MIN_SHARE = 0.5;
/** Of two places that agree equally well, such as two eighths, the nearer one is meant. */
const FAR_COST = 0.1;

/** The reason where each track has a clear beat of its own: the two are apart, though nobody can say how far. */
export const NO_COMMON_BEAT = 'Both tracks have a beat, but their beats have nothing in common.';
/** The reason where both tracks have drums that run on, and nobody can say whether they are together. */
export const NO_COMMON_ATTACKS = 'Both tracks have drums, but too few attacks in common to compare.';

export interface AttackOffset {
  /** Row at which the window begins. */
  readonly at: number;
  /** How many rows later the second track's attacks are. */
  readonly rows: number;
}

export type Alignment =
  | { readonly offsets: readonly AttackOffset[] }
  /** Why nothing can be measured, as a sentence. */
  | { readonly reason: string };

export interface Comparison {
  /** The rows of the first track, and the row of the second with which their beginning is compared. */
  readonly from: number;
  readonly rows: number;
  readonly secondFrom: number;
  /** Up to how many rows earlier and later the second track is looked for. */
  readonly reach: number;
}

/** Similarity of both tracks by how many rows, from -reach to reach, the second is late. */
export function similarities(
  first: AttackCurves,
  second: AttackCurves,
  { from, rows, secondFrom, reach }: Comparison,
  bandWeights: readonly number[] = BAND_WEIGHTS,
): Float64Array {
  const scores = new Float64Array(2 * reach + 1);
  let weights = 0;
  for (const [band, weight] of bandWeights.entries()) {
    const a = bandOf(first, band, from, rows);
    const b = bandOf(second, band, secondFrom - reach, rows + 2 * reach);
    if (weight === 0 || a.energy <= 0 || b.energy <= 0) continue;
    weights += weight;
    const scale = weight / Math.sqrt((a.energy * b.energy * rows) / (rows + 2 * reach));
    for (let lag = 0; lag <= 2 * reach; lag++) {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += a.curve[i]! * b.curve[i + lag]!;
      scores[lag]! += sum * scale;
    }
  }
  return weights > 0 ? scores.map((score) => score / weights) : scores;
}

/** The best lag of a window in rows, with its fraction; null where the two have nothing in common. */
export function bestLag(scores: Float64Array, reach: number, minSimilarity = MIN_SIMILARITY): number | null {
  let best = -1;
  let max = 0;
  for (let lag = 1; lag < scores.length - 1; lag++) {
    const score = scores[lag]! * (1 - (FAR_COST * Math.abs(lag - reach)) / reach);
    if (score > max) [max, best] = [score, lag];
  }
  if (best < 0 || scores[best]! < minSimilarity) return null;
  return best - reach + parabolaOffset(scores[best - 1]!, scores[best]!, scores[best + 1]!);
}

/**
 * Compares the attacks of two tracks over a passage in which both are audible.
 * @param beatRows rows at which the beats of the passage's clock begin; only their distances count
 */
export function alignAttacks(
  first: AttackCurves,
  second: AttackCurves,
  beatRows: readonly number[],
): Alignment {
  const beats = beatRows.length - 1;
  const window = Math.min(WINDOW_BEATS, beats);
  if (window < 2) return { reason: 'The overlap is too short to compare attacks.' };
  const offsets: AttackOffset[] = [];
  let [windows, apart] = [0, 0];
  for (let beat = 0; beat + window <= beats; beat += STEP_BEATS) {
    windows++;
    const bounds = beatRows.slice(beat, beat + window + 1);
    const [from, to] = [Math.round(bounds[0]!), Math.round(bounds.at(-1)!)];
    const reach = Math.max(2, Math.round((to - from) / window / 2));
    const passage = { from, rows: to - from, secondFrom: from, reach };
    const rows = bestLag(similarities(first, second, passage), reach);
    if (rows !== null) offsets.push({ at: from, rows });
    // Chance repeats any few attacks, so that a shorter window tells nothing of a beat.
    else if (window === WINDOW_BEATS && hasOwnBeat(first, bounds) && hasOwnBeat(second, bounds)) apart++;
  }
  if (offsets.length >= MIN_SHARE * windows) return { offsets };
  if (apart >= MIN_SHARE * windows) return { reason: NO_COMMON_BEAT };
  const bothDrum = hasAttacksThroughout(first, beatRows) && hasAttacksThroughout(second, beatRows);
  if (bothDrum) return { reason: NO_COMMON_ATTACKS };
  return { reason: 'The two tracks have too few attacks in common to compare.' };
}
