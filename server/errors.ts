// The errors that a request may meet. Each message is a user message.
import { knowCopies } from '@/platform/error-copies';
import { studioMs } from '@/platform/studio-clock';

/** An error with an HTTP status, a stable code for programs, and a user message. */
export class RequestError extends Error {
  static {
    knowCopies(RequestError, 'RequestError');
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

/** The request itself makes no sense: a missing field, a value out of range. */
export class ValidationError extends RequestError {
  static {
    knowCopies(ValidationError, 'ValidationError');
  }

  constructor(message: string) {
    super(400, 'invalid-request', message);
  }
}

export class UnauthorizedError extends RequestError {
  static {
    knowCopies(UnauthorizedError, 'UnauthorizedError');
  }

  constructor(message = 'Sign in first.') {
    super(401, 'not-signed-in', message, { 'www-authenticate': 'Bearer' });
  }
}

/** A member asks for more than their role allows. People who are no members get NotFoundError instead. */
export class ForbiddenError extends RequestError {
  static {
    knowCopies(ForbiddenError, 'ForbiddenError');
  }

  constructor(message: string) {
    super(403, 'not-allowed', message);
  }
}

export class NotFoundError extends RequestError {
  static {
    knowCopies(NotFoundError, 'NotFoundError');
  }

  constructor(what: string) {
    super(404, 'not-found', `There is no such ${what}.`);
  }
}

/** The request is fine, but not now: the state of the resource is in the way. */
export class ConflictError extends RequestError {
  static {
    knowCopies(ConflictError, 'ConflictError');
  }

  constructor(message: string) {
    super(409, 'conflict', message);
  }
}

/** It was there and is over: an expired link, a removed file. */
export class GoneError extends RequestError {
  static {
    knowCopies(GoneError, 'GoneError');
  }

  constructor(message: string) {
    super(410, 'gone', message);
  }
}

/** The plan says no. 413 where the file is too large or too long, 402 where another plan would allow it. */
export class PlanLimitError extends RequestError {
  static {
    knowCopies(PlanLimitError, 'PlanLimitError');
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
    knowCopies(RateLimitError, 'RateLimitError');
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

/** Seconds after which a request that met a dependency which was away may be sent again. */
const UNAVAILABLE_RETRY_S = 10;

/** Something that the studio depends on is away; the same request succeeds a little later. */
export class UnavailableRequestError extends RequestError {
  static {
    knowCopies(UnavailableRequestError, 'UnavailableRequestError');
  }

  constructor(message: string) {
    super(503, 'unavailable', message, { 'retry-after': String(UNAVAILABLE_RETRY_S) });
  }
}
