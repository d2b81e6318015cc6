// Orders and plans the tracks of a set, by the rules or with a language model.
import { planSet } from '@/audio/automix/plan';
import { sequence } from '@/audio/automix/sequence';
import type { SetPlan, SetTrack } from '@/audio/automix/types';
import { getEnv } from '@/server/shared/env';
import type { TaskOptions } from '../runtime/task-protocol';
import { llmEndpointOf } from './llm-endpoint';
import { planWithLlm } from './plan-with-llm';
import { type PlanTask, SetPlanError } from './set-tasks';

/** The planners refuse tracks that no set can be made of with a sentence; a defect of ours looks different. */
function toldRefusal(error: unknown): never {
  throw error instanceof RangeError ? new SetPlanError(error.message, { cause: error }) : error;
}

async function planInOrder(
  { strategy, rules, wishes }: PlanTask,
  tracks: readonly SetTrack[],
  signal: AbortSignal,
): Promise<SetPlan> {
  if (strategy === 'rules') return planSet(tracks, rules);
  return await planWithLlm(tracks, rules, { endpoint: llmEndpointOf(getEnv()), wishes }, signal);
}

/**
 * Plans a set.
 * @throws SetPlanError with a sentence when no set can be made of these tracks
 */
export async function planTracks(task: PlanTask, { signal, onProgress }: TaskOptions): Promise<SetPlan> {
  try {
    const byId = new Map(task.tracks.map((track) => [track.id, track]));
    const order = sequence(task.tracks, task.rules, task.wishes);
    onProgress(0.5);
    return await planInOrder(
      task,
      order.map((id) => byId.get(id)!),
      signal,
    );
  } catch (error) {
    return toldRefusal(error);
  }
}
