// Does a separation job: gives the uploaded song to the engine's process and leaves nothing half-stored.
import { getEnv } from '@/server/shared/env';
import { type SeparationInput, type SeparationResult, separationId } from '@/server/shared/jobs/separation';
import { separationPrefix, uploadKey } from '@/server/shared/storage/keys';
import { ObjectNotFoundError } from '@/server/shared/storage/storage';
import type { JobContext } from '@/workers/runtime/job-context';
import { JobFailure } from '@/workers/runtime/job-failure';
import { SEGMENT_SAMPLES } from '@/workers/stems/segment-writer';
import { EngineFailure, SeparationEngine } from './engine-client';
import type { SeparationOutcome } from './engine-protocol';

/** The engine of this worker: one, because the model fills a GPU or all cores by itself. */
export const separationEngine = new SeparationEngine({ log: (line) => console.warn(line) });

function failureFor(error: unknown, jobId: string): unknown {
  if (error instanceof ObjectNotFoundError) {
    return new JobFailure('The uploaded song is no longer there; please upload it again.', false, {
      cause: error,
    });
  }
  if (!(error instanceof EngineFailure)) return error;
  // A song or a model that cannot be used is no incident; the rest belongs into the log in full.
  if (error.retryable) console.error(`Separation ${jobId}: ${error.message}`);
  return error.sentence === null ? error : new JobFailure(error.sentence, error.retryable, { cause: error });
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
  const sourceId = separationId(context.input.sha256, context.input.modelId);
  try {
    const outcome = await runEngine(context, sourceId);
    return { ...outcome, segmentSamples: SEGMENT_SAMPLES };
  } catch (error) {
    await context.storage.deletePrefix(separationPrefix(sourceId));
    throw failureFor(error, context.jobId);
  }
}
