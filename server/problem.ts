// Turns errors of routes into application/problem+json: known ones with their message, others without
// details.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { ZodError } from 'zod';
import type { Problem } from '@/contract/http/problem';
import { inputMessage } from '@/contract/input-message';
import { errorCode } from '@/platform/database/error-code';
import { log, logContext } from '@/platform/log';
import { UnusableAudioError } from '@/platform/media/errors';
import { StorageFullError } from '@/platform/storage/storage';
import { StorageTieError } from '@/platform/storage/tie/errors';
import { unavailableOf } from '@/platform/unavailable';
import { NotFoundError, RequestError, UnavailableRequestError } from '@/server/errors';

/** What Prisma calls a required row that does not exist. */
const ROW_IS_GONE = 'P2025';

/** For the person; what the operator has to do about it is in the log. */
const PASSED_THROUGH =
  'What is stored can be neither deleted nor replaced until the operator of the studio has checked its storage.';

/** The known failure behind a thrown value, or null when it is unexpected. */
export function knownFailure(error: unknown): RequestError | null {
  if (error instanceof RequestError) return error;
  if (error instanceof ZodError) return new RequestError(400, 'invalid-request', inputMessage(error));
  if (error instanceof UnusableAudioError) return new RequestError(400, 'unusable-audio', error.message);
  // A row that a handler had just found was deleted by somebody else before it was read or changed.
  if (errorCode(error) === ROW_IS_GONE)
    return new RequestError(404, 'not-found', 'It was removed meanwhile.');
  if (error instanceof StorageFullError) return new RequestError(507, 'storage-full', error.message);
  if (error instanceof StorageTieError) {
    log.error(error.message);
    return new RequestError(409, 'storage-not-confirmed', PASSED_THROUGH);
  }
  const unavailable = unavailableOf(error);
  if (!unavailable) return null;
  log.warn(
    { err: error, dependency: unavailable.dependency },
    'A request met a dependency that is unavailable.',
  );
  return new UnavailableRequestError(unavailable.message);
}

/** A problem with its stable type, the standard title of its status, and a user message. */
export const makeProblem = (status: number, code: string, detail: string): Problem => ({
  type: `urn:isomix:${code}`,
  title: STATUS_CODES[status] ?? 'Error',
  status,
  detail,
});

function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const { requestId } = logContext();
  const body: Problem = requestId === undefined ? problem : { request_id: requestId, ...problem };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}

/** The response for an error. Unexpected errors are logged under an id and reported without details. */
export function problemOf(error: unknown): Response {
  const failure = knownFailure(error);
  if (failure) {
    const { status, code, message, headers, details } = failure;
    return problemResponse({ ...makeProblem(status, code, message), ...details }, headers);
  }
  const requestId = logContext().requestId ?? randomUUID();
  log.error({ err: error, requestId }, 'A request failed unexpectedly.');
  const message = `Something went wrong on our side; the reference is ${requestId}.`;
  return problemResponse({ ...makeProblem(500, 'internal', message), request_id: requestId });
}

type Params = Record<string, string>;
type RouteHandler<P extends Params> = (
  request: Request,
  context: { params: Promise<P> },
) => Promise<Response>;

/** What an id, a token or a file name in a path may look like; anything else names nothing. */
const PATH_PART = /^[A-Za-z0-9._-]{1,1024}$/;

/** Wraps a route so that every failure becomes a problem and no odd path part reaches the database. */
export function handle<P extends Params = Params>(
  route: (request: Request, params: P) => Promise<Response>,
): RouteHandler<P> {
  return async (request, context) => {
    try {
      // Next gives no params at all to a route without any in its path.
      const params = (await context.params) ?? ({} as P);
      if (Object.values(params).some((part) => !PATH_PART.test(part))) throw new NotFoundError('address');
      return await route(request, params);
    } catch (error) {
      // Nobody reads the answer to a request that was broken off, and it is no failure of ours.
      if (request.signal.aborted && !(error instanceof RequestError))
        return new Response(null, { status: 499 });
      return problemOf(error);
    }
  };
}
