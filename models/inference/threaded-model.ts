// A separation model on a thread of its own, so that whoever uses it can compute at the same time.
import type { Worker } from 'node:worker_threads';
import type { ModelManifest } from '../manifest';
import { ModelError } from '../model-error';
import type { Provider } from './providers';
import type { SegmentBuffers, SegmentModel } from './segment-model';
import { type FromThread, type ToThread, transferList } from './thread-protocol';

/** A run failed inside the runtime; the message is the runtime's, for the log. */
export class InferenceError extends Error {}

export interface OpenedThread {
  readonly model: SegmentModel;
  readonly passedOver: readonly string[];
}

interface PendingRun {
  resolve(buffers: SegmentBuffers): void;
  reject(error: Error): void;
}

class ThreadedModel implements SegmentModel {
  /** Runs that were asked for, in order: the thread answers them in the same order. */
  readonly #pending: PendingRun[] = [];
  #ended: Error | null = null;

  constructor(
    readonly manifest: ModelManifest,
    readonly provider: Provider,
    readonly worker: Worker,
  ) {
    worker.on('message', (message: FromThread) => this.#settle(message));
    worker.on('error', (error) => this.#end(new InferenceError(error.message)));
    worker.on('exit', () => this.#end(new InferenceError('The inference thread has ended.')));
  }

  #settle(message: FromThread): void {
    const run = this.#pending.shift();
    if (message.type === 'done') run?.resolve(message.buffers);
    else if (message.type === 'failed') run?.reject(new InferenceError(message.internalMessage));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const run of this.#pending.splice(0)) run.reject(this.#ended);
  }

  run(buffers: SegmentBuffers): Promise<SegmentBuffers> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.worker.postMessage({ type: 'run', buffers } satisfies ToThread, transferList(buffers));
    });
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    const exited = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()));
    this.worker.postMessage({ type: 'close' } satisfies ToThread);
    await exited;
  }
}

/**
 * Waits until a thread that runs `serveInference` has loaded its model.
 * @throws ModelError when the model cannot be loaded
 */
export function awaitThread(manifest: ModelManifest, worker: Worker): Promise<OpenedThread> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(error);
    const onExit = () => reject(new InferenceError('The inference thread ended while it loaded the model.'));
    worker.once('error', onError);
    worker.once('exit', onExit);
    worker.once('message', (message: FromThread) => {
      worker.off('error', onError);
      worker.off('exit', onExit);
      if (message.type === 'opened') {
        const { provider, passedOver } = message;
        resolve({ model: new ThreadedModel(manifest, provider, worker), passedOver });
      } else {
        reject(
          message.type === 'refused' ? new ModelError(message.userMessage) : new InferenceError('Bad reply.'),
        );
      }
    });
  });
}
