// What is refused before Next sees it: unreadable addresses, methods that nothing answers, unknown paths of the API.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { OPERATIONS } from '@/contract/http/all-operations';
import { matchCopies } from '@/platform/error-copies';
import { NotFoundError, RequestError, ValidationError } from '@/server/errors';
import { isStorable } from '../http/clean-text';
import { sendProblem } from '../http/send-problem';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const API = /^\/api\/v1(?=\/|$)/;
/** There is nothing beside the API and the pages of next-auth. */
const NO_API = /^\/api(?!\/(?:v1|auth)(?:\/|$))(?:\/|$)/;
/** next-auth fails for whoever opens it as a page. */
const CREDENTIALS = /^\/api\/auth\/callback\/credentials(?:\/|$)/;
/** A path from the root, or a whole address as proxies send it; `*` is of proxies alone. */
const TARGET = /^(?:\/|https?:\/\/)/i;
/** Segments that address parsers resolve, so that routes would see another path than the gate. */
const DOTS = /(?:^|\/)\.{1,2}(?:\/|$)/;

const NO_HOST = 'The request does not say which host it is for.';

interface Resource {
  readonly path: RegExp;
  readonly method: string;
}

const RESOURCES: readonly Resource[] = OPERATIONS.map(({ method, path }) => ({
  path: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  method: method.toUpperCase(),
}));

export class MethodNotAllowedError extends RequestError {
  static {
    matchCopies(MethodNotAllowedError, 'MethodNotAllowedError');
  }

  constructor(allowed: Iterable<string> = METHODS) {
    super(405, 'method-not-allowed', 'This address does not answer requests of this kind.', {
      allow: [...allowed].join(', '),
    });
  }
}

/** A request with an `Expect` header that this server does not support. */
export class ExpectationError extends RequestError {
  static {
    matchCopies(ExpectationError, 'ExpectationError');
  }

  constructor() {
    super(417, 'expectation', 'This request expects something that the studio does not do.');
  }
}

/** Whether a path decodes to text that can be stored. */
function isReadable(path: string): boolean {
  try {
    return isStorable(decodeURIComponent(path));
  } catch {
    return false;
  }
}

/** @throws NotFoundError for a path that the API does not have, MethodNotAllowedError for one without this method */
function checkApi(path: string, method: string): void {
  const matching = RESOURCES.filter((resource) => resource.path.test(path));
  if (matching.length === 0) throw new NotFoundError('address');
  const methods = new Set(matching.map((resource) => resource.method));
  if (methods.has('GET')) methods.add('HEAD');
  methods.add('OPTIONS');
  if (!methods.has(method)) throw new MethodNotAllowedError(methods);
}

/**
 * Checks the request line.
 * @param target of the request, such as `/api/v1/me?x=1`
 * @throws RequestError 400, 404 or 405
 */
export function checkRequestLine(method: string, target: string): void {
  if (!METHODS.has(method)) throw new MethodNotAllowedError(METHODS);
  const [path = '', ...query] = target.split('?');
  // Stray percent signs are legal in a query and mean themselves; U+0000 is no text anywhere.
  if (!TARGET.test(target) || path.includes('\\') || !isReadable(path) || query.join('?').includes('%00')) {
    throw new ValidationError('The address of this request is not readable.');
  }
  if (NO_API.test(path) || (API.test(path) && DOTS.test(decodeURIComponent(path)))) {
    throw new NotFoundError('address');
  }
  if (CREDENTIALS.test(path) && method !== 'POST') throw new MethodNotAllowedError(['POST']);
  if (API.test(path)) checkApi(path.replace(API, '').replace(/\/$/, ''), method);
}

/** Answers a rejected request. Returns false when the request is accepted. */
export async function refuseRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  try {
    checkRequestLine(request.method ?? '', request.url ?? '');
    if (request.headers.host === undefined && request.httpVersion === '1.1')
      throw new ValidationError(NO_HOST);
    return false;
  } catch (error) {
    await sendProblem(error, response);
    return true;
  }
}
