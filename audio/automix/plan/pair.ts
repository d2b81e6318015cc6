// Two neighbours of a set with everything that is decided before their transition is.

import type { DjRules } from '@/contract/dj-rules';
import type { TempoMatch } from '../analyse/tempo-match';
import type { TransitionSides } from './transition-sides';
import { meetingDistance } from './transposition';

export interface Pair extends TransitionSides {
  /** Null when the beats cannot be locked. */
  readonly lock: TempoMatch | null;
}

/** Camelot steps between the keys that meet, as they are played. */
export function pairDistance({ from, to, fromPlan, toPlan }: Pair): number {
  return meetingDistance(from, fromPlan.semitones, to, toPlan.semitones);
}

/** Whether the keys that meet clash. */
export function isClash(pair: Pair, rules: DjRules): boolean {
  return pairDistance(pair) > rules.maxKeyDistance;
}
