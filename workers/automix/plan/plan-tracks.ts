// Orders and plans the tracks of a set, by the rules or with a language model.

import { playableTracks } from '@/audio/automix/analyse/playable-tracks';
import { sequence } from '@/audio/automix/order/sequence';
import { planSet } from '@/audio/automix/plan/plan';
import type { SetPlan, SetTrack } from '@/audio/automix/types';
import type { DjRules } from '@/contract/dj-rules';
import { getEnv } from '@/platform/env';
import type { SequenceConstraintsJson } from '@/platform/jobs/plan-schema';
import type { TaskOptions } from '../../runtime/compute/define-task';
import { llmEndpointOf } from './llm-endpoint';
import { planWithLlm } from './plan-with-llm';

export interface PlanTask {
  /** In the order of the list */
  readonly tracks: readonly SetTrack[];
  readonly constraints: SequenceConstraintsJson;
  readonly strategy: SetPlan['strategy'];
  readonly rules: DjRules;
}

/** Why no set can be made of the tracks, as a user message. */
export class SetPlanError extends Error {}

/**
 * Plans a set.
 * @throws SetPlanError with a message when no set can be made of these tracks
 */
export async function planTracks(task: PlanTask, { signal, onProgress }: TaskOptions): Promise<SetPlan> {
  const { rules, constraints, strategy } = task;
  try {
    const playable = playableTracks(task.tracks);
    const byId = new Map(playable.tracks.map((track) => [track.id, track]));
    const tracks = sequence(playable.tracks, rules, constraints).map((id) => byId.get(id)!);
    onProgress(0.5);
    const plan =
      strategy === 'rules'
        ? planSet(tracks, rules)
        : await planWithLlm(tracks, rules, { endpoint: llmEndpointOf(getEnv()), constraints }, signal);
    return { ...plan, notes: [...plan.notes, ...playable.notes] };
  } catch (error) {
    // The planners reject tracks that no set can be made of with a message.
    if (error instanceof RangeError) throw new SetPlanError(error.message, { cause: error });
    throw error;
  }
}
