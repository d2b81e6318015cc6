// The inference thread: the runtime blocks whoever calls it, so it gets a thread that has nothing else to do.
import type { MessagePort } from 'node:worker_threads';
import { ModelError } from '../model-error';
import { messageOf } from './providers';
import type { SegmentModel } from './segment-model';
import { openModel } from './session';
import { type FromThread, type InferenceThreadData, type ToThread, transferList } from './thread-protocol';

/** Loads the model, reports that it is ready, and serves runs until it is closed. */
export async function serveInference(port: MessagePort, data: InferenceThreadData): Promise<void> {
  const reply = (message: FromThread, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  let model: SegmentModel;
  try {
    const opened = await openModel(data.manifest, data.paths, data.candidates);
    model = opened.model;
    reply({ type: 'opened', provider: model.provider, passedOver: opened.passedOver });
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    reply({ type: 'refused', userMessage: error.message });
    port.close();
    return;
  }
  port.on('message', async (message: ToThread) => {
    if (message.type === 'close') {
      port.close();
      await model.close();
      return;
    }
    try {
      const buffers = await model.run(message.buffers);
      reply({ type: 'done', buffers }, transferList(buffers));
    } catch (error) {
      reply({ type: 'failed', internalMessage: messageOf(error) });
    }
  });
}
