// Prepares one track of a planned set, for the job that renders a segment.
import { readFile } from 'node:fs/promises';
import { timelineOf } from '@/audio/automix/render/set-timeline';
import type { TaskOptions } from '../../runtime/compute/define-task';
import { decodeFigures } from '../analyse/analysis-file';
import { prepareTrack } from '../render/prepare-track';
import type { PreparedTrack } from '../render/prepared-track';
import { segmentOf } from './render-set';
import type { PlannedSet, PrepareTask } from './set-tasks';

/** Reads the plan of a set as the job that planned it stored it. */
export const readPlanFile = async (file: string): Promise<PlannedSet> =>
  decodeFigures(await readFile(file, 'utf8')) as PlannedSet;

/**
 * Prepares the track at `task.index` into `task.folder`.
 * @throws UnusableAudioError or MediaToolError with a message, the signal's reason when it is aborted
 */
export async function prepareSegment(
  task: PrepareTask,
  { signal, onProgress }: TaskOptions,
): Promise<PreparedTrack> {
  const { plan, tracks } = await readPlanFile(task.planFile);
  const segment = segmentOf({ plan, tracks, timeline: timelineOf(plan, tracks) }, task.index, task.source);
  return prepareTrack(segment, { dir: task.folder, signal, onProgress });
}
