// Deadlines for work that waits on another machine: a connection that has gone silent never fails by itself.
import { matchCopies } from '@/platform/error-copies';
import type { Dependency } from './dependency';

export class DeadlineError extends Error {
  static {
    matchCopies(DeadlineError, 'DeadlineError');
  }

  /**
   * @param what the subject of the message, as in "The database"
   * @param dependency the part of the studio that did not answer, where it is one
   */
  constructor(
    what: string,
    ms: number,
    readonly dependency?: Dependency,
  ) {
    super(`${what} did not answer within ${ms / 1000} s.`);
  }
}

/**
 * Waits for `work` at most `ms` milliseconds. Work that is late continues unobserved: a caller that uses a
 * connection for it must destroy that connection.
 * @throws DeadlineError when it is late; whatever `work` throws otherwise
 */
export async function withDeadline<T>(
  what: string,
  ms: number,
  work: Promise<T>,
  dependency?: Dependency,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(what, ms, dependency)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // A failure after the deadline has nobody left to handle it.
    work.catch(() => undefined);
  }
}
