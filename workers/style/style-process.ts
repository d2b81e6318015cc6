// The style process: analysis and synthesis keep a core busy, which would block the event loop that renews
// the queue's lock.
import { StyleSoundError } from '@/audio/style/grain';
import { MediaToolError, UnusableAudioError } from '@/platform/media/errors';
import { handle } from '../runtime/compute/define-task';
import { serveTasks } from '../runtime/compute/serve';
import { buildLibrary } from './build-library';
import { playStem } from './play-stem';
import { libraryTask, restyleTask } from './style-tasks';

serveTasks([handle(libraryTask, buildLibrary), handle(restyleTask, playStem)], {
  userFacing: [StyleSoundError, UnusableAudioError, MediaToolError],
});
