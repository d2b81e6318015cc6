// The player's status, one of six, derived from its state.
import type { Samples } from '@/audio/units';
import type { PlayerState, PlayerStatus } from '../types';

/** The state of a player without stems. */
export const IDLE: PlayerState = {
  status: 'idle',
  position: 0 as Samples,
  length: 0 as Samples,
  loop: null,
  error: null,
};

export interface StatusFacts {
  readonly hasTracks: boolean;
  /** The audio thread reports that the clock moves. */
  readonly sounding: boolean;
  /** Play was pressed last. */
  readonly wantsPlay: boolean;
  /** Something failed for good and play has not been pressed since. */
  readonly failed: boolean;
  /** What sounds next is there for every stem. */
  readonly ready: boolean;
}

/** A failure ahead of the playhead does not show while what is loaded still plays. */
export function playerStatus({ hasTracks, sounding, wantsPlay, failed, ready }: StatusFacts): PlayerStatus {
  if (!hasTracks) return 'idle';
  if (sounding) return 'playing';
  if (failed) return 'error';
  // Between the press and the first sound it already says `playing`, unless there is something to wait for.
  if (wantsPlay) return ready ? 'playing' : 'holding';
  return ready ? 'paused' : 'loading';
}

/** True when no listener could distinguish the two. */
export function sameState(a: PlayerState, b: PlayerState): boolean {
  return (Object.keys(a) as (keyof PlayerState)[]).every((key) => a[key] === b[key]);
}
