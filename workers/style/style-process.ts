// The style process: analysis and synthesis keep a core busy, which the loop that holds the queue's lock must not be.
import { StyleSoundError } from '@/audio/style/grain';
import { MediaToolError, UnusableAudioError } from '@/platform/media/errors';
import type { TaskOptions } from '../runtime/task-protocol';
import { serveTask } from '../runtime/task-server';
import { buildLibrary } from './build-library';
import { playStem } from './play-stem';
import type { StyleTask } from './process-protocol';

const work = (task: StyleTask, options: TaskOptions) =>
  task.kind === 'library' ? buildLibrary(task, options) : playStem(task, options);

serveTask<StyleTask, Awaited<ReturnType<typeof work>>>(
  work,
  (error) =>
    error instanceof StyleSoundError ||
    error instanceof UnusableAudioError ||
    error instanceof MediaToolError,
);
