// Puts what went wrong inside the engine into a sentence for the person.
import { InferenceError } from '@/models/inference/threaded-model';
import { ModelError } from '@/models/model-error';
import { MediaToolError, UnusableAudioError } from '@/platform/media/errors';
import { isFull, StorageFullError } from '@/platform/storage/storage';
import { unavailableOf } from '@/platform/unavailable';
import { problemOf, type WorkerProblem } from '@/workers/runtime/worker-problem';
import type { FromEngine } from './engine-protocol';

type Failure = Extract<FromEngine, { type: 'failed' }>;

export const OUT_OF_MEMORY = 'The separation ran out of memory; free some, or try a shorter song.';
export const ENGINE_DIED = 'The separation engine stopped unexpectedly; please try again.';

const faultText = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

function sentenceOf(error: unknown): { sentence: string | null; retryable: boolean } {
  if (error instanceof UnusableAudioError || error instanceof ModelError) {
    return { sentence: error.message, retryable: false };
  }
  if (isFull(error)) {
    return { sentence: new StorageFullError().message, retryable: false };
  }
  if (error instanceof MediaToolError) return { sentence: error.message, retryable: true };
  if (error instanceof InferenceError) {
    const isMemory = /alloc|memory/i.test(error.message);
    return { sentence: isMemory ? OUT_OF_MEMORY : ENGINE_DIED, retryable: true };
  }
  return { sentence: null, retryable: true };
}

/** A model that is missing or does not load may be there on another machine. */
function engineProblemOf(error: unknown): WorkerProblem | null {
  return error instanceof ModelError ? { kind: 'model', sentence: error.message } : problemOf(error);
}

/** The message that tells the parent process of a failure. */
export function describeFailure(error: unknown): Failure {
  const away = unavailableOf(error, 'storage')?.dependency ?? null;
  const problem = engineProblemOf(error);
  return { type: 'failed', ...sentenceOf(error), away, problem, fault: faultText(error) };
}
