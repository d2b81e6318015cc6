// Performs a separation job: passes the uploaded song to the engine process; stores all of the result or nothing.
import { SEGMENT_SAMPLES } from '@/contract/units';
import { getEnv } from '@/platform/env';
import { type SeparationInput, type SeparationResult, separationJob } from '@/platform/jobs/separation';
import { log } from '@/platform/log';
import { workersWithModel } from '@/platform/separation-models';
import { separationPrefix, uploadKey } from '@/platform/storage/keys';
import { ObjectNotFoundError } from '@/platform/storage/storage';
import { isOwnWorker } from '@/platform/worker-heartbeat';
import { TaskFailure } from '@/workers/runtime/compute/failure';
import { jobErrorOf } from '@/workers/runtime/compute/job-error';
import type { JobContext } from '@/workers/runtime/job-context';
import { JobFailure } from '@/workers/runtime/job-failure';
import { RunStopped } from '@/workers/runtime/run-heartbeat';
import { OtherWorkerError } from '@/workers/runtime/worker-problem';

import { SeparationEngine } from './engine-client';
import type { SeparationOutcome } from './engine-tasks';

/** The engine of this worker: one, because the model fills a GPU or all cores by itself. */
export const separationEngine = new SeparationEngine({ log: (line) => log.info(line) });

/** Whether another worker that takes jobs has the model. */
async function hasOtherWorker(modelId: string): Promise<boolean> {
  try {
    const workers = await workersWithModel(modelId);
    return workers.some((worker) => !isOwnWorker(worker) && worker.details.concurrency > 0);
  } catch (error) {
    log.warn({ err: error }, 'It could not be found out which workers have the model.');
    return false;
  }
}

async function failureFor(error: unknown, { jobId, input }: JobContext<SeparationInput>): Promise<unknown> {
  if (error instanceof ObjectNotFoundError) {
    return new JobFailure('The uploaded song is no longer there; please upload it again.', false, {
      cause: error,
    });
  }
  if (!(error instanceof TaskFailure)) return error;
  const { unavailable, problem, retryable } = error.description;
  // A problem of this machine stops the worker, except that of a model which it is not there for.
  if (!unavailable && problem?.kind === 'model' && input.modelId !== getEnv().SEPARATION_MODEL) {
    if (await hasOtherWorker(input.modelId)) return new OtherWorkerError(error.message, { cause: error });
    return new JobFailure(error.message, retryable, { cause: error });
  }
  // A song or a model that cannot be used is no incident; the rest belongs into the log in full.
  if (retryable && !unavailable && !problem) log.error({ err: error, jobId }, 'A separation failed.');
  return jobErrorOf(error);
}

/** Deletes what a failed run stored. What cannot be deleted now is replaced by the next run, or found by the sweep. */
async function discard({ storage, jobId }: JobContext<SeparationInput>, sourceId: string): Promise<void> {
  try {
    await storage.deletePrefix(separationPrefix(sourceId));
  } catch (error) {
    if (error instanceof RunStopped) throw error;
    log.warn({ err: error, jobId }, 'The unfinished stems of a separation could not be deleted.');
  }
}

function runEngine(context: JobContext<SeparationInput>, sourceId: string): Promise<SeparationOutcome> {
  const { input, signal, storage, workDir, report } = context;
  return storage.withLocalFile(uploadKey(input.sha256), (file) =>
    separationEngine.separate(
      {
        input: file,
        modelId: input.modelId,
        dataDir: getEnv().DATA_DIR,
        scratchDir: workDir,
        target: { kind: 'segments', sourceId },
      },
      { signal, onProgress: report },
    ),
  );
}

/** See the contract `separationJob`. Runs one song at a time, whoever calls. */
export async function separationProcessor(context: JobContext<SeparationInput>): Promise<SeparationResult> {
  const sourceId = separationJob.idOf(context.input);
  try {
    const outcome = await runEngine(context, sourceId);
    return { ...outcome, segmentSamples: SEGMENT_SAMPLES };
  } catch (error) {
    await discard(context, sourceId);
    throw await failureFor(error, context);
  }
}
