// Turns an error inside the engine into a message for the user.
import { InferenceError } from '@/models/inference/threaded-model';
import { ModelError } from '@/models/model-error';
import { MediaToolError, UnusableAudioError } from '@/platform/media/errors';
import { isFull, StorageFullError } from '@/platform/storage/storage';
import { unavailableOf } from '@/platform/unavailable';
import { detailOf, type FailureDescription, ProgramEndedError } from '@/workers/runtime/compute/failure';
import { problemOf, type WorkerProblem } from '@/workers/runtime/worker-problem';

const OUT_OF_MEMORY = 'The separation ran out of memory; free some, or try a shorter song.';
const ENGINE_DIED = 'The separation engine stopped unexpectedly; please try again.';

const ENGINE_DOES_NOT_START: WorkerProblem = {
  kind: 'engine',
  message: 'The separation engine of this worker does not start.',
};

function messageOf(error: unknown): { userMessage: string | null; retryable: boolean } {
  if (error instanceof UnusableAudioError || error instanceof ModelError) {
    return { userMessage: error.message, retryable: false };
  }
  if (isFull(error)) {
    return { userMessage: new StorageFullError().message, retryable: false };
  }
  if (error instanceof MediaToolError) return { userMessage: error.message, retryable: true };
  if (error instanceof InferenceError) {
    const isMemory = /alloc|memory/i.test(error.message);
    return { userMessage: isMemory ? OUT_OF_MEMORY : ENGINE_DIED, retryable: true };
  }
  return { userMessage: null, retryable: true };
}

/** A model that is missing or does not load may be there on another machine. */
function engineProblemOf(error: unknown): WorkerProblem | null {
  return error instanceof ModelError ? { kind: 'model', message: error.message } : problemOf(error);
}

/** Describes for the parent process what went wrong. */
export function describeEngineFailure(error: unknown): FailureDescription {
  const unavailable = unavailableOf(error, 'storage')?.dependency ?? null;
  const problem = engineProblemOf(error);
  return { ...messageOf(error), unavailable, problem, detail: detailOf(error) };
}

/** Describes the end of the engine's process. @param hasServed whether it had computed anything */
export function describeEngineEnd(error: Error, hasServed: boolean): FailureDescription {
  const common = { retryable: true, unavailable: null, problem: ENGINE_DOES_NOT_START };
  if (!(error instanceof ProgramEndedError)) return { ...common, userMessage: null, detail: detailOf(error) };
  const userMessage = error.isOutOfMemory ? OUT_OF_MEMORY : ENGINE_DIED;
  const detail = `${error.message} ${error.stderrTail.trim()}`;
  return { ...common, userMessage, detail, problem: hasServed ? null : ENGINE_DOES_NOT_START };
}
