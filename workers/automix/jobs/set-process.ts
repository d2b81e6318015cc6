// The set process: analysing, planning and mixing keep a core busy, which the loop that holds the queue's lock must not be.
import { MediaToolError, UnusableAudioError } from '@/platform/media/errors';
import type { TaskOptions } from '../../runtime/task-protocol';
import { serveTask } from '../../runtime/task-server';
import { analyseFile } from '../analyse/analyse-file';
import { joinPrepared, rerenderSet } from '../flow/join-prepared';
import { prepareSegment } from '../flow/prepare-segment';
import type { SetTask } from '../flow/set-tasks';
import { planTracks, SetPlanError } from '../plan/plan-tracks';

function work(task: SetTask, options: TaskOptions) {
  if (task.kind === 'analyse') return analyseFile(task, options);
  if (task.kind === 'plan') return planTracks(task, options);
  if (task.kind === 'prepare') return prepareSegment(task, options);
  return task.kind === 'join' ? joinPrepared(task, options) : rerenderSet(task, options);
}

serveTask<SetTask, Awaited<ReturnType<typeof work>>>(
  work,
  (error) =>
    error instanceof UnusableAudioError || error instanceof MediaToolError || error instanceof SetPlanError,
);
