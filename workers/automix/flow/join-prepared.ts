// Joins the prepared tracks of a planned set, or renders it by a revised plan, for the job that finishes it.
import { timelineOf } from '@/audio/automix/render/set-timeline';
import type { SetPlan, SetTrack } from '@/audio/automix/types';
import { samplesToSeconds } from '@/audio/units';
import type { TaskOptions } from '../../runtime/compute/define-task';
import { finishSet } from './finish-set';
import { readPlanFile } from './prepare-segment';
import { renderSet } from './render-set';
import type { JoinedSet, JoinTask, RenderedSet, RerenderTask } from './set-tasks';
import { withoutMisaligned } from './without-misaligned';

function durationOf(plan: SetPlan, tracks: readonly SetTrack[]): number {
  const { length, sampleRate } = timelineOf(plan, tracks);
  return samplesToSeconds(length, sampleRate);
}

/**
 * Writes the set to `task.output.path` and reports on it, and on what should be rendered instead.
 * @throws MediaToolError with a message, the signal's reason when it is aborted
 */
export async function joinPrepared(task: JoinTask, { signal, onProgress }: TaskOptions): Promise<JoinedSet> {
  const { plan, tracks } = await readPlanFile(task.planFile);
  const { prepared, output, rules } = task;
  const finished = await finishSet({ plan, tracks, prepared, output }, { signal, onProgress });
  const revised = withoutMisaligned(plan, finished.report, tracks, rules);
  return { ...finished, durationS: durationOf(plan, tracks), revised: revised === plan ? null : revised };
}

/** What joining takes of rendering a set. */
const JOINING_SHARE = 0.2;

/**
 * Prepares and joins all tracks of a set by `task.plan`. Errors as `renderSet`.
 */
export async function rerenderSet(
  { planFile, plan, sources, output, folder }: RerenderTask,
  { signal, onProgress }: TaskOptions,
): Promise<RenderedSet> {
  const { tracks } = await readPlanFile(planFile);
  const { report, tracklist, cue } = await renderSet(
    { plan, tracks, sources, output, workDir: folder },
    {
      signal,
      onProgress: ({ phase, share }) =>
        onProgress(
          phase === 'joining' ? 1 - JOINING_SHARE + JOINING_SHARE * share : (1 - JOINING_SHARE) * share,
        ),
    },
  );
  return { report, tracklist, cue, durationS: durationOf(plan, tracks) };
}
