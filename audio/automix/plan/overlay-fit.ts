// How well a sample goes with the tempo and the key of a transition.
import { keyDistance, transposed } from '../analyse/harmony';
import type { BeatRatio } from '../analyse/tempo-match';
import type { TransitionPlan } from '../types';
import type { OverlaySample } from './overlay-samples';
import type { TransitionSides } from './transition-sides';

export const MAX_OVERLAY_SEMITONES = 2;
/** Percussion bears more than music does. */
const MAX_OVERLAY_STRETCH = 0.15;

export interface OverlayTempo {
  /** Beats of the sample in a beat of the transition: half and double time are free. */
  readonly ratio: BeatRatio;
  /** How much, as a share, its tempo changes at most. */
  readonly stretch: number;
}

/** The closest way in which a sample follows the tempo of a transition. */
export function overlayTempo(sample: OverlaySample, { tempo }: Pick<TransitionPlan, 'tempo'>): OverlayTempo {
  const tempos = [tempo.startBpm, tempo.endBpm];
  const ways = ([1, 0.5, 2] as const).map((ratio) => ({
    ratio,
    stretch: Math.max(...tempos.map((bpm) => Math.abs((bpm * ratio) / sample.bpm - 1))),
  }));
  return ways.reduce((best, way) => (way.stretch < best.stretch ? way : best));
}

/** Whether a sample can follow the tempo of a transition. */
export function canFollow(sample: OverlaySample, plan: Pick<TransitionPlan, 'tempo'>): boolean {
  return overlayTempo(sample, plan).stretch <= MAX_OVERLAY_STRETCH;
}

/** Whether a sample, transposed, goes with the key in which the incoming track begins. */
export function isInKey(sample: OverlaySample, semitones: number, sides: TransitionSides): boolean {
  const { keyStart } = sides.to;
  if (!sample.key || !keyStart) return true;
  const shifted = transposed({ ...sample.key, confidence: 1 }, semitones);
  return keyDistance(shifted, transposed(keyStart, sides.toPlan.semitones)) <= 1;
}
