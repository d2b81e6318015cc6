// The separation engine: a process of its own that keeps the model loaded, on a thread beside this one.
import { PROVIDERS, type Provider } from '@/models/inference/providers';
import type { SegmentModel } from '@/models/inference/segment-model';
import { findServingProvider } from '@/models/inference/session';
import type { InferenceThreadData } from '@/models/inference/thread-protocol';
import { awaitThread } from '@/models/inference/threaded-model';
import { locateModel } from '@/models/model-file';
import { findModel } from '@/models/registry';
import { getEnv } from '@/platform/env';
import { describeFailure } from './engine-failure';
import { ALLOCATOR_VARIABLES, startInferenceThread } from './engine-process';
import { type FromEngine, type SeparationTask, toEngineSchema } from './engine-protocol';
import { runTask } from './engine-task';

const tell = (message: FromEngine): void => {
  if (process.connected) process.send?.(message);
};

let loaded: { readonly id: string; readonly model: SegmentModel } | null = null;
let running: AbortController | null = null;

/** What may compute here: every provider, or the one that the operator chose. */
function candidates(): readonly Provider[] {
  const chosen = getEnv().SEPARATION_PROVIDER;
  return chosen === 'auto' ? PROVIDERS : [chosen];
}

/** The model of a task: the one in memory, or a fresh one in its place. */
async function loadModel({ modelId, dataDir }: SeparationTask): Promise<SegmentModel> {
  if (loaded?.id === modelId) return loaded.model;
  await loaded?.model.close();
  loaded = null;
  const manifest = await findModel(modelId, dataDir);
  const data: InferenceThreadData = {
    manifest,
    paths: await locateModel(manifest, dataDir),
    candidates: candidates(),
  };
  const worker = startInferenceThread(data);
  const { model, passedOver } = await awaitThread(manifest, worker);
  tell({ type: 'provider', provider: model.provider, passedOver: [...passedOver] });
  loaded = { id: modelId, model };
  // A thread that died is replaced by the next task.
  worker.once('exit', () => {
    if (loaded?.model === model) loaded = null;
  });
  return model;
}

async function separateTask(task: SeparationTask): Promise<void> {
  running = new AbortController();
  const { signal } = running;
  try {
    const report = (progress: Extract<FromEngine, { type: 'progress' }>['progress']) =>
      tell({ type: 'progress', progress });
    tell({
      type: 'done',
      outcome: await runTask({ task, signal, report, loadModel: () => loadModel(task) }),
    });
  } catch (error) {
    tell(describeFailure(error));
  } finally {
    running = null;
  }
}

/** Serves one task at a time until the parent's end of the channel goes. */
function serveParent(): void {
  // The allocator has read them; FFmpeg, which this process starts, does better without.
  for (const name of ALLOCATOR_VARIABLES) delete process.env[name];
  // Ctrl-C reaches the whole group; the parent decides what becomes of a task.
  process.on('SIGINT', () => {});
  // An ordinary exit would wait for the network to finish its segment.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.on('message', async (raw) => {
    const message = toEngineSchema.parse(raw);
    if (message.type === 'cancel') running?.abort(new Error('The separation was cancelled.'));
    else if (message.type === 'separate') await separateTask(message.task);
    else tell({ type: 'provider', ...(await findServingProvider(candidates())) });
  });
}

serveParent();
