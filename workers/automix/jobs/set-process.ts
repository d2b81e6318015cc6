// The set process: analysing, planning and mixing keep a core busy, which would block the event loop that
// renews the queue's lock.
import { MediaToolError, UnusableAudioError } from '@/platform/media/errors';
import { handle } from '../../runtime/compute/define-task';
import { serveTasks } from '../../runtime/compute/serve';
import { analyseFile } from '../analyse/analyse-file';
import { joinPrepared, rerenderSet } from '../flow/join-prepared';
import { prepareSegment } from '../flow/prepare-segment';
import { analyseTask, joinTask, planTask, prepareTask, rerenderTask } from '../flow/set-tasks';
import { planTracks, SetPlanError } from '../plan/plan-tracks';

serveTasks(
  [
    handle(analyseTask, analyseFile),
    handle(planTask, planTracks),
    handle(prepareTask, prepareSegment),
    handle(joinTask, joinPrepared),
    handle(rerenderTask, rerenderSet),
  ],
  { userFacing: [UnusableAudioError, MediaToolError, SetPlanError] },
);
