// The render process: mixing keeps a core busy for seconds, which the loop that holds the queue's lock must not be.
import { MediaToolError, UnusableAudioError } from '@/platform/media/errors';
import { problemOf } from '../runtime/worker-problem';
import type { FromRenderProcess, ToRenderProcess } from './process-protocol';
import { renderMix } from './render-mix';
import type { RenderOptions, RenderSpec } from './render-spec';

/** At most this often, so that telling costs nothing. */
const PROGRESS_EVERY_MS = 100;

function failure(error: unknown): FromRenderProcess {
  const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const isTold = error instanceof UnusableAudioError || error instanceof MediaToolError;
  return {
    type: 'failed',
    sentence: isTold ? error.message : null,
    problem: problemOf(error),
    fault,
  };
}

async function answer(spec: RenderSpec, signal: AbortSignal): Promise<FromRenderProcess> {
  let toldAt = 0;
  const onProgress: RenderOptions['onProgress'] = (stage, done) => {
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = performance.now();
    process.send?.({ type: 'progress', stage, done } satisfies FromRenderProcess);
  };
  try {
    return { type: 'done', report: await renderMix(spec, { signal, onProgress }) };
  } catch (error) {
    return failure(error);
  }
}

const cancel = new AbortController();
process.on('message', async (message: ToRenderProcess) => {
  if (message.type === 'cancel') cancel.abort();
  else process.send?.(await answer(message.spec, cancel.signal), () => process.disconnect());
});
// The worker is gone, or has its answer; FFmpeg goes with this process.
process.on('disconnect', () => process.exit());
