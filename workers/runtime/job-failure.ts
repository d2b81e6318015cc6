// Why a job failed, in one sentence for the person who asked for it.
import { log } from '@/platform/log';
import { isFull, StorageFullError } from '@/platform/storage/storage';

export class JobFailure extends Error {
  /**
   * @param message one sentence for the person
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
 * The failure to tell the person about. Defects are written to the log in full, and told without their insides.
 * They are tried again: some come from the moment rather than from the input.
 */
export function failureOf(error: unknown, jobId: string): JobFailure {
  if (error instanceof JobFailure) return error;
  if (isFull(error)) {
    return new JobFailure(new StorageFullError().message, false, { cause: error });
  }
  log.error({ err: error, jobId }, 'A job failed unexpectedly.');
  return new JobFailure(UNEXPECTED, true, { cause: error });
}
