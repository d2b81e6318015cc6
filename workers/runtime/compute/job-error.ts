// From the failure of a task to the error that a job ends with; apart, because programs that serve tasks do without it.
import { UnavailableError } from '@/platform/unavailable';
import { JobFailure } from '../job-failure';
import { WorkerProblemError } from '../worker-problem';
import { TaskFailure } from './failure';

/** What a job fails with when a task of it has failed; other errors stay what they are. */
export function jobErrorOf(error: unknown): unknown {
  if (!(error instanceof TaskFailure)) return error;
  const { unavailable, problem, userMessage, retryable } = error.description;
  if (unavailable) return new UnavailableError(unavailable, { cause: error });
  if (problem) return new WorkerProblemError(problem, { cause: error });
  return userMessage === null ? error : new JobFailure(userMessage, retryable, { cause: error });
}
