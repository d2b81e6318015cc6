// Joins the prepared tracks of a planned set, for the job that finishes it.
import { timelineOf } from '@/audio/automix/set-timeline';
import { samplesToSeconds } from '@/audio/units';
import type { TaskOptions } from '../runtime/task-protocol';
import { finishSet } from './finish-set';
import { readPlanFile } from './prepare-segment';
import type { JoinedSet, JoinTask } from './set-tasks';

/**
 * Writes the set to `task.output.path` and reports on it.
 * @throws MediaToolError with a sentence, the signal's reason when it is aborted
 */
export async function joinPrepared(task: JoinTask, { signal, onProgress }: TaskOptions): Promise<JoinedSet> {
  const { plan, tracks } = await readPlanFile(task.planFile);
  const { prepared, output } = task;
  const finished = await finishSet({ plan, tracks, prepared, output }, { signal, onProgress });
  const { length, sampleRate } = timelineOf(plan, tracks);
  return { ...finished, durationS: samplesToSeconds(length, sampleRate) };
}
