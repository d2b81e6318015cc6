// What speaks against the overlays of a transition, and how well a sample fits one.
import type { DjRules } from './dj-rules';
import { keyDistance, transposed } from './harmony';
import { type OverlaySample, overlaySample } from './overlay-samples';
import type { TransitionSides } from './transition-faults';
import { CURVE_SILENCE_DB, type TransitionPlan } from './types';

export const MOST_OVERLAY_SEMITONES = 2;
/** Percussion bears more than music does. */
const MOST_OVERLAY_STRETCH = 0.15;

/** How much, as a share, a sample is stretched at most to follow a transition; half and double time are free. */
export function overlayStretch(sample: OverlaySample, { tempo }: Pick<TransitionPlan, 'tempo'>): number {
  const tempos = [tempo.startBpm, tempo.endBpm];
  return Math.min(
    ...[0.5, 1, 2].map((ratio) => Math.max(...tempos.map((bpm) => Math.abs((bpm * ratio) / sample.bpm - 1)))),
  );
}

/** Whether a sample can follow the tempo of a transition. */
export function canFollow(sample: OverlaySample, plan: Pick<TransitionPlan, 'tempo'>): boolean {
  return overlayStretch(sample, plan) <= MOST_OVERLAY_STRETCH;
}

/** Whether a sample, transposed, goes with the key in which the incoming track begins. */
export function isInKey(sample: OverlaySample, semitones: number, sides: TransitionSides): boolean {
  const { keyStart } = sides.to;
  if (!sample.key || !keyStart) return true;
  const shifted = transposed({ ...sample.key, confidence: 1 }, semitones);
  return keyDistance(shifted, transposed(keyStart, sides.toPlan.semitones)) <= 1;
}

/** What speaks against the overlays of a transition. */
export function overlayFaults(
  plan: TransitionPlan,
  sides: TransitionSides,
  rules: DjRules,
): Array<string | false> {
  const { overlays, bars, isLocked } = plan;
  if (overlays.length === 0) return [];
  if (!rules.overlays) return ['Overlays are switched off.'];
  if (!isLocked) return ['Samples are laid over locked beats only.'];
  return overlays.flatMap(({ sampleId, bar, gainDb, semitones }): Array<string | false> => {
    const sample = overlaySample(sampleId);
    if (!sample) return [`There is no sample ${JSON.stringify(sampleId)}.`];
    return [
      !(bar >= 0 && bar < bars) && 'A sample begins outside of the overlap.',
      !(gainDb >= CURVE_SILENCE_DB && gainDb <= 0) && 'A sample is at most as loud as it was made.',
      !(Number.isInteger(semitones) && Math.abs(semitones) <= MOST_OVERLAY_SEMITONES) &&
        `Samples are transposed by ${MOST_OVERLAY_SEMITONES} semitones at most.`,
      !canFollow(sample, plan) && 'A sample is too far from the tempo.',
      !isInKey(sample, semitones, sides) && 'A sample clashes with the key.',
    ];
  });
}
