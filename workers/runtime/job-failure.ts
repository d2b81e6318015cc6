// Why a job failed, as a message for the user who requested it.
import { log } from '@/platform/log';
import { isFull, StorageFullError } from '@/platform/storage/storage';

export class JobFailure extends Error {
  /**
   * @param message the user message
   * @param retryable true when the same input may succeed a little later
   */
  constructor(
    message: string,
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const UNEXPECTED = 'Something unexpected went wrong while the studio worked on this; please try again.';

/**
 * The failure to report to the user. Defects are logged in full, and reported without internal details.
 * They are retried: some are caused by temporary conditions rather than by the input.
 */
export function failureOf(error: unknown, jobId: string): JobFailure {
  if (error instanceof JobFailure) return error;
  if (isFull(error)) {
    return new JobFailure(new StorageFullError().message, false, { cause: error });
  }
  log.error({ err: error, jobId }, 'A job failed unexpectedly.');
  return new JobFailure(UNEXPECTED, true, { cause: error });
}
