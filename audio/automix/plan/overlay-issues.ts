// What speaks against the overlays of a transition.

import type { DjRules } from '@/contract/dj-rules';
import { CURVE_SILENCE_DB, type TransitionPlan } from '../types';
import { canFollow, isInKey, MAX_OVERLAY_SEMITONES } from './overlay-fit';
import { overlaySample } from './overlay-samples';
import type { TransitionSides } from './transition-sides';

/** What speaks against the overlays of a transition. */
export function overlayIssues(
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
      !(Number.isInteger(semitones) && Math.abs(semitones) <= MAX_OVERLAY_SEMITONES) &&
        `Samples are transposed by ${MAX_OVERLAY_SEMITONES} semitones at most.`,
      !canFollow(sample, plan) && 'A sample is too far from the tempo.',
      !isInKey(sample, semitones, sides) && 'A sample clashes with the key.',
    ];
  });
}
