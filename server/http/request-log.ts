// The log of HTTP requests: an id for each, and one line when it ends.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { log, logContext, withLogContext } from '@/platform/log';
import type { UnavailableError } from '@/platform/unavailable';
import { recordedUnavailable } from './unavailable-record';

/** The form of an id that a proxy may set: anything else could forge lines of the log. */
const ACCEPTABLE_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** Path parts behind these are secrets: whoever has one may read what it names. */
const SECRET_FOLLOWS = new Set(['media', 'grains', 'invites', 'invite']);
/** Names of routes are short words; everything else is an id, a token, a file or an address. */
const ROUTE_SEGMENT = /^[a-z][a-z0-9.-]{0,23}$/;
const PROJECT = /\/projects\/([A-Za-z0-9_-]{1,64})(?:\/|$)/;
/** Asked for all the time; they show at level debug. */
const QUIET = /^\/(?:_next|worklets|icon|api\/v1\/health)/;

/** The path of a request with its ids and secrets left out, such as `/api/v1/projects/:id/status`. */
function routeOf(target: string): string {
  const parts = (target.split(/[?#]/, 1)[0] ?? '').split('/');
  const named = parts.map((part, index) => {
    if (SECRET_FOLLOWS.has(parts[index - 1] ?? '')) return ':token';
    return part === '' || (ROUTE_SEGMENT.test(part) && !/\d{3}/.test(part)) || part === '_next'
      ? part
      : ':id';
  });
  return named.join('/');
}

/** The id of a request: the one that a proxy gave it, or a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE_ID.test(given) ? given : randomUUID();
}

const projectOf = (target: string): string | undefined => PROJECT.exec(target.split('?', 1)[0] ?? '')?.[1];

/**
 * Answers a request with its id in the log, in the headers of both sides, and in every problem that results.
 * Writes one line when the response is complete or aborted: never a query, which may contain a signature, and
 * no ids of users' objects.
 */
export function observed(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
  const requestId = requestIdOf(request);
  const target = request.url ?? '/';
  const projectId = projectOf(target);
  request.headers['x-request-id'] = requestId;
  response.setHeader('X-Request-Id', requestId);
  const began = performance.now();
  // Node detaches the socket from a request whose body it abandoned.
  const { socket } = request;
  const bytesBefore = socket.bytesWritten;
  withLogContext(projectId === undefined ? { requestId } : { requestId, projectId }, () => {
    // The person is known only once the session has been read, which adds it to this very context.
    const context = logContext();
    response.once('close', () => {
      const entry = {
        ...context,
        method: request.method,
        route: routeOf(target),
        status: response.statusCode,
        ms: Math.round(performance.now() - began),
        bytes: socket.bytesWritten - bytesBefore,
        ...(response.writableFinished ? {} : { brokenOff: true }),
      };
      log[QUIET.test(target) ? 'debug' : 'info'](entry, 'Request');
    });
    answerUnavailable(response, () => recordedUnavailable(context));
    answer();
  });
}

/** Seconds after which a page that met a dependency which was unavailable may be asked for again. */
const RETRY_S = '10';

/** Turns the 500 of a library into a 503 where a dependency was unavailable. */
function answerUnavailable(response: ServerResponse, unavailable: () => UnavailableError | null): void {
  const writeHead = response.writeHead.bind(response) as (...all: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    if (status !== 500 || !unavailable()) return writeHead(status, ...rest);
    response.setHeader('Retry-After', RETRY_S);
    return writeHead(503, ...rest.filter((part) => typeof part !== 'string'));
  };
}
