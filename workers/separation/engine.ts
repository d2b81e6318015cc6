// The separation engine: a process of its own that keeps the model loaded, on a thread beside this one.
import { PROVIDERS, type Provider } from '@/models/inference/providers';
import type { SegmentModel } from '@/models/inference/segment-model';
import { findServingProvider } from '@/models/inference/session';
import type { InferenceThreadData } from '@/models/inference/thread-protocol';
import { awaitThread } from '@/models/inference/threaded-model';
import { locateModel } from '@/models/model-file';
import { findModel } from '@/models/registry';
import { getEnv } from '@/platform/env';
import { handle } from '../runtime/compute/define-task';
import { serveTasks } from '../runtime/compute/serve';
import { describeEngineFailure } from './engine-failure';
import { ALLOCATOR_VARIABLES, startInferenceThread } from './engine-process';
import { runTask } from './engine-task';
import { probeTask, type SeparationTask, type ServingProvider, separateTask } from './engine-tasks';

let loaded: { readonly id: string; readonly model: SegmentModel } | null = null;

/** The candidate providers: all, or the one that the operator chose. */
function candidates(): readonly Provider[] {
  const chosen = getEnv().SEPARATION_PROVIDER;
  return chosen === 'auto' ? PROVIDERS : [chosen];
}

/** The model of a task: the one in memory, or a fresh one in its place. */
async function loadModel(
  { modelId, dataDir }: SeparationTask,
  report: (serving: ServingProvider) => void,
): Promise<SegmentModel> {
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
  report({ provider: model.provider, passedOver: [...passedOver] });
  loaded = { id: modelId, model };
  // A thread that died is replaced by the next task.
  worker.once('exit', () => {
    if (loaded?.model === model) loaded = null;
  });
  return model;
}

// The allocator has read them; FFmpeg, which this process starts, does better without.
for (const name of ALLOCATOR_VARIABLES) delete process.env[name];
// Ctrl-C reaches the whole group; the parent decides what becomes of a task.
process.on('SIGINT', () => {});
serveTasks(
  [
    handle(probeTask, () => findServingProvider(candidates())),
    handle(separateTask, (task, { signal, onProgress: report }) =>
      runTask({ task, signal, report, loadModel: () => loadModel(task, report) }),
    ),
  ],
  {
    describe: describeEngineFailure,
    progressIntervalMs: 0,
    // An ordinary exit would wait for the network to finish its segment.
    onParentGone: () => process.kill(process.pid, 'SIGKILL'),
  },
);
