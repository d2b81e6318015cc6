// The failure of a task: separate messages for the user, the operator and the log.
import type { Dependency } from '@/platform/dependency';
import { problemOf, type WorkerProblem } from '../worker-problem';

/** A failure as it crosses between processes. */
export interface FailureDescription {
  /** The user message; null for a defect, which only `detail` describes. */
  readonly userMessage: string | null;
  /** Whether the same input may succeed a little later. */
  readonly retryable: boolean;
  /** The part of the studio that does not answer, when that is the reason. */
  readonly unavailable: Dependency | null;
  /** What is wrong with this machine, when that is the reason. */
  readonly problem: WorkerProblem | null;
  /** For the log. */
  readonly detail: string;
}

/** A task failed. Its message is the user message, or the detail where there is none. */
export class TaskFailure extends Error {
  constructor(readonly description: FailureDescription) {
    const { userMessage, detail } = description;
    super(userMessage ?? detail, userMessage === null ? {} : { cause: new Error(detail) });
  }
}

/** A process or thread ended before it answered. */
export class ProgramEndedError extends Error {
  /**
   * @param ending the signal or the exit code
   * @param stderrTail the last that it printed, where that was kept
   */
  constructor(
    program: string,
    readonly ending: string | number | null,
    readonly stderrTail = '',
  ) {
    super(`The program ${program} ended with ${ending}.`);
  }

  /** A process that the system kills without being asked to has run out of memory, nearly always. */
  get isOutOfMemory(): boolean {
    return this.ending === 'SIGKILL' || this.ending === 'SIGABRT';
  }
}

export const detailOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** Error classes whose message is a user message. */
export type UserFacingErrors = ReadonlyArray<abstract new (...args: never[]) => Error>;

/** Describes what a task threw. */
export function describeFailure(error: unknown, userFacing: UserFacingErrors): FailureDescription {
  const isUserFacing = error instanceof Error && userFacing.some((kind) => error instanceof kind);
  return {
    userMessage: isUserFacing ? error.message : null,
    retryable: !isUserFacing,
    unavailable: null,
    problem: problemOf(error),
    detail: detailOf(error),
  };
}
