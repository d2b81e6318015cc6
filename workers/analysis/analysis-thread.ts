// The analysis thread: analysing a file keeps a core busy for seconds, which a loop that holds a queue's lock must not.
import { parentPort } from 'node:worker_threads';
import { analyses } from './analyses';
import type { ThreadAnswer, ThreadRequest } from './thread-protocol';

function analyse(request: ThreadRequest) {
  if (request.name === 'split') return analyses.split(request.input);
  if (request.name === 'track') return analyses.track(request.input);
  return analyses[request.name](request.input);
}

async function answer(request: ThreadRequest): Promise<ThreadAnswer> {
  try {
    return { type: 'done', result: await analyse(request) };
  } catch (error) {
    return { type: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
  }
}

parentPort?.on('message', async (request: ThreadRequest) => {
  parentPort?.postMessage(await answer(request));
});
