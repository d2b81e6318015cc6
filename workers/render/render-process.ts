// The render process: mixing keeps a core busy for seconds, which would block the event loop that renews the
// queue's lock.
import { MediaToolError, UnusableAudioError } from '@/platform/media/errors';
import { handle } from '../runtime/compute/define-task';
import { serveTasks } from '../runtime/compute/serve';
import { renderMix } from './render-mix';
import { renderTask } from './render-task';

serveTasks(
  [
    handle(renderTask, (spec, { signal, onProgress }) =>
      renderMix(spec, { signal, onProgress: (stage, done) => onProgress({ stage, done }) }),
    ),
  ],
  { userFacing: [UnusableAudioError, MediaToolError] },
);
