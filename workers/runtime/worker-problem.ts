// Problems of one worker, as opposed to those of a job or of shared dependencies: another worker can run the job.
import { z } from 'zod';
import { errorCode } from '@/platform/database/error-code';
import { ToolMissingError } from '@/platform/media/errors';

export const workerProblemSchema = z.object({
  kind: z.enum(['disk', 'program', 'model', 'engine']),
  /** One message for the operator, which /health shows as well: no paths, no internals. */
  message: z.string(),
});
export type WorkerProblem = z.infer<typeof workerProblemSchema>;

/** A job cannot be done because something is wrong with this worker. */
export class WorkerProblemError extends Error {
  constructor(
    readonly problem: WorkerProblem,
    options?: ErrorOptions,
  ) {
    super(problem.message, options);
  }
}

/**
 * This worker lacks what the job needs, such as its model, and another live worker has it: that one may run the job.
 */
export class OtherWorkerError extends Error {}

const DISK_MESSAGES: Readonly<Record<string, string>> = {
  ENOSPC: "The disk of this worker's temporary files is full.",
  EDQUOT: "The disk quota of this worker's temporary files is used up.",
  EROFS: "The disk of this worker's temporary files is read-only.",
  EIO: "The disk of this worker's temporary files reports errors.",
  EACCES: 'This worker may not write its temporary files.',
  EMFILE: 'This worker has too many files open.',
  ENFILE: 'The machine of this worker has too many files open.',
};

/** The message for the code of a failed system call on the worker's own files; null for other codes. */
export const diskMessage = (code: string | undefined): string | null => DISK_MESSAGES[code ?? ''] ?? null;

const DEEPEST = 6;

/**
 * The problem of this worker that an error indicates, or null where it indicates none. The storage names its own full
 * disk or bucket StorageFullError, so the codes of system calls speak of the worker's own files.
 */
export function problemOf(error: unknown): WorkerProblem | null {
  let cause = error;
  for (let depth = 0; depth < DEEPEST && cause instanceof Error; depth++) {
    if (cause instanceof WorkerProblemError) return cause.problem;
    if (cause instanceof ToolMissingError) return { kind: 'program', message: cause.message };
    const message = diskMessage(errorCode(cause));
    if (message) return { kind: 'disk', message };
    cause = cause.cause;
  }
  return null;
}
