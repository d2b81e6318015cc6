// The error classes of requests. Each message is a user message.
import { matchCopies } from '@/platform/error-copies';
import { studioMs } from '@/platform/studio-clock';

/** An error with an HTTP status, a stable code for programs, and a user message. */
export class RequestError extends Error {
  static {
    matchCopies(RequestError, 'RequestError');
  }

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    /** Further members of the problem, for programs */
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
  }
}

/** The request is invalid: a missing field, a value out of range. */
export class ValidationError extends RequestError {
  static {
    matchCopies(ValidationError, 'ValidationError');
  }

  constructor(message: string) {
    super(400, 'invalid-request', message);
  }
}

export class UnauthorizedError extends RequestError {
  static {
    matchCopies(UnauthorizedError, 'UnauthorizedError');
  }

  constructor(message = 'Sign in first.') {
    super(401, 'not-signed-in', message, { 'www-authenticate': 'Bearer' });
  }
}

/** A member asks for more than their role allows. People who are no members get NotFoundError instead. */
export class ForbiddenError extends RequestError {
  static {
    matchCopies(ForbiddenError, 'ForbiddenError');
  }

  constructor(message: string) {
    super(403, 'not-allowed', message);
  }
}

export class NotFoundError extends RequestError {
  static {
    matchCopies(NotFoundError, 'NotFoundError');
  }

  constructor(what: string) {
    super(404, 'not-found', `There is no such ${what}.`);
  }
}

/** The request is valid, but conflicts with the state of the resource. */
export class ConflictError extends RequestError {
  static {
    matchCopies(ConflictError, 'ConflictError');
  }

  constructor(message: string) {
    super(409, 'conflict', message);
  }
}

/** It was there and is over: an expired link, a removed file. */
export class GoneError extends RequestError {
  static {
    matchCopies(GoneError, 'GoneError');
  }

  constructor(message: string) {
    super(410, 'gone', message);
  }
}

/** Not allowed by the plan. 413 where the file is too large or too long, 402 where another plan would allow it. */
export class PlanLimitError extends RequestError {
  static {
    matchCopies(PlanLimitError, 'PlanLimitError');
  }

  constructor(message: string, status: 402 | 413 = 402, allowance?: SpentAllowance) {
    const { limit, used, resetsAt } = allowance ?? {};
    if (limit === undefined || used === undefined || !resetsAt) super(status, 'plan-limit', message);
    else {
      const headers = { 'retry-after': String(secondsUntil(resetsAt)) };
      super(status, 'plan-limit', message, headers, { limit, used, resets_at: resetsAt.toISOString() });
    }
  }
}

/** What is used up, and when there is more of it. */
export interface SpentAllowance {
  readonly limit: number;
  readonly used: number;
  readonly resetsAt: Date;
}

const secondsUntil = (moment: Date): number => Math.max(1, Math.ceil((moment.getTime() - studioMs()) / 1000));

export class RateLimitError extends RequestError {
  static {
    matchCopies(RateLimitError, 'RateLimitError');
  }

  constructor(message: string, retryAfterS: number) {
    const seconds = Math.ceil(retryAfterS);
    super(
      429,
      'too-many-requests',
      message,
      { 'retry-after': String(seconds) },
      { resets_at: new Date(studioMs() + seconds * 1000).toISOString() },
    );
  }
}

/** Seconds after which a request that met a dependency which was unavailable may be sent again. */
const UNAVAILABLE_RETRY_S = 10;

/** Something that the studio depends on is unavailable; the same request succeeds a little later. */
export class UnavailableRequestError extends RequestError {
  static {
    matchCopies(UnavailableRequestError, 'UnavailableRequestError');
  }

  constructor(message: string) {
    super(503, 'unavailable', message, { 'retry-after': String(UNAVAILABLE_RETRY_S) });
  }
}
