// A part that the studio depends on is unavailable: distinct from a defect, since the same request succeeds a little
// later.
import { matchCopies } from '@/platform/error-copies';
import { DeadlineError } from './deadline';
import type { Dependency } from './dependency';

/** What is unavailable, as the beginning of a sentence. */
const UNAVAILABLE_CLAUSES: Record<Dependency, string> = {
  database: 'The database does not answer at the moment',
  queue: 'The job queue does not answer at the moment',
  storage: 'The audio storage does not answer at the moment',
};

/** `The database does not answer at the moment`, without a full stop. */
export const unavailableClause = (dependency: Dependency): string => UNAVAILABLE_CLAUSES[dependency];

/** A dependency does not answer. The message is a user message. */
export class UnavailableError extends Error {
  static {
    matchCopies(UnavailableError, 'UnavailableError');
  }

  constructor(
    readonly dependency: Dependency,
    options?: ErrorOptions,
  ) {
    super(`${UNAVAILABLE_CLAUSES[dependency]}; please try again shortly.`, options);
  }
}

/** Which dependency an error came from, where the error itself does not say. */
const globals = globalThis as typeof globalThis & { isomixOrigins?: WeakMap<object, Dependency> };
globals.isomixOrigins ??= new WeakMap();
const origins = globals.isomixOrigins;

/** Notes that `error` came from a dependency, and returns it: a broken socket does not say whose it was. */
export function attributed<T>(error: T, dependency: Dependency): T {
  if (typeof error === 'object' && error !== null) origins.set(error, dependency);
  return error;
}

const NETWORK_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'EHOSTDOWN'],
  ...['ENETUNREACH', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN', 'ESOCKETTIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE'],
]);

/** Prisma: unreachable, timed out, closed, too many connections, no connection or transaction free in time. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037']);

/**
 * SQLSTATE classes 08 (connection) and 53 (resources), a server that stops, starts or fails over (57P), a standby that
 * has not been promoted yet (25006), a statement that ran out of time (57014), a lock that was not given in time
 * (55P03).
 */
const SQL_STATE = /^(?:08...|53[0-3]..|57P0[1-5]|57014|55P03|25006)$/;

/** What Prisma's driver adapter calls the same. */
const ADAPTER_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);

/** pg and its pool give these no code. */
const PG_MESSAGES = [
  /^Connection terminated/,
  /^timeout exceeded when trying to connect/,
  /^Query read timeout/,
  /^Client has encountered a connection error/,
  /^Client was closed and is not queryable/,
  /^timeout expired$/,
  /Can't reach database server/,
];

const REDIS_NAMES = new Set(['MaxRetriesPerRequestError', 'ClusterAllFailedError']);
/** Redis answers, but with a refusal that passes: it loads its data, fails over, or has no memory left. */
const REDIS_REFUSALS = /^(?:LOADING|BUSY|MASTERDOWN|READONLY|CLUSTERDOWN|TRYAGAIN|OOM|MISCONF|NOREPLICAS)\b/;
const REDIS_MESSAGES =
  /^(?:Connection is closed|Command timed out|Connection is in closing state|Stream isn't writeable)/;

const S3_NAMES = new Set([
  ...[
    'TimeoutError',
    'RequestTimeout',
    'RequestTimeoutException',
    'SlowDown',
    'Throttling',
    'ThrottlingException',
  ],
  ...[
    'ServiceUnavailable',
    'InternalError',
    'NetworkingError',
    'TooManyRequestsException',
    'RequestLimitExceeded',
  ],
]);

/** The parts of a thrown value that identify it. */
interface Traits {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  /** The AWS SDK puts `$metadata` on every error, those of the network included. */
  readonly httpStatus: number | null;
  readonly isFromS3: boolean;
}

function traitsOf(error: object): Traits {
  const fields = error as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const metadata = fields.$metadata as { httpStatusCode?: number } | undefined;
  const response = fields.$response as { statusCode?: number } | undefined;
  return {
    name: text(fields.name),
    message: text(fields.message),
    code: text(fields.code) || text(fields.originalCode),
    httpStatus: metadata?.httpStatusCode ?? response?.statusCode ?? null,
    isFromS3: typeof metadata === 'object' && metadata !== null,
  };
}

function isS3Unavailable({ name, code, httpStatus }: Traits): boolean {
  if (S3_NAMES.has(name) || NETWORK_CODES.has(code) || NETWORK_CODES.has(name)) return true;
  // A server that does not know a request (501), or is full (507), answers the next one alike.
  return (
    httpStatus !== null &&
    (httpStatus >= 500 || httpStatus === 429 || httpStatus === 408) &&
    httpStatus !== 501 &&
    httpStatus !== 507
  );
}

/**
 * Whether an error of a request to a bucket says, causes apart, that it is unavailable, so that a later one may
 * succeed.
 */
export const isBucketUnavailable = (error: Error): boolean =>
  error instanceof DeadlineError ? error.dependency === 'storage' : isS3Unavailable(traitsOf(error));

function isDatabaseUnavailable(error: object, { message, code }: Traits): boolean {
  if (PRISMA_CODES.has(code) || SQL_STATE.test(code)) return true;
  if (PRISMA_CODES.has((error as { errorCode?: string }).errorCode ?? '')) return true;
  if (ADAPTER_KINDS.has((error as { kind?: string }).kind ?? '')) return true;
  return PG_MESSAGES.some((pattern) => pattern.test(message));
}

function isRedisUnavailable({ name, message }: Traits): boolean {
  const isReply = name === 'ReplyError' && REDIS_REFUSALS.test(message);
  return isReply || REDIS_NAMES.has(name) || REDIS_MESSAGES.test(message);
}

/** What this one error says, its causes apart. */
function dependencyOf(error: object, place: Dependency): Dependency | null {
  if (error instanceof UnavailableError) return error.dependency;
  if (error instanceof DeadlineError) return error.dependency ?? null;
  const traits = traitsOf(error);
  if (traits.isFromS3) return isS3Unavailable(traits) ? 'storage' : null;
  const origin = origins.get(error);
  if (isDatabaseUnavailable(error, traits)) return origin ?? 'database';
  if (place === 'queue' || origin === 'queue' || traits.name === 'ReplyError') {
    if (isRedisUnavailable(traits)) return 'queue';
  }
  if (traits.name === 'MaxRetriesPerRequestError') return 'queue';
  return NETWORK_CODES.has(traits.code) ? (origin ?? place) : null;
}

/** What an error carries that explains it: its cause, several tries of one connection, what Prisma's adapter met. */
function explanationsOf(error: object): unknown[] {
  const { cause, errors, meta } = error as {
    cause?: unknown;
    errors?: unknown;
    meta?: { driverAdapterError?: unknown; code?: unknown };
  };
  const adapter = meta ? [meta.driverAdapterError, { code: meta.code }] : [];
  return [cause, ...(Array.isArray(errors) ? errors : []), ...adapter];
}

const DEEPEST = 6;

/**
 * What is behind a thrown value: a dependency that is unavailable for the moment, or null for anything else (a defect,
 * a refusal, a missing row). Looks through causes.
 * @param place whose failures these are where an error of the network does not say; the database by default
 */
export function unavailableOf(error: unknown, place: Dependency = 'database'): UnavailableError | null {
  const seen = new Set<unknown>();
  const search = (value: unknown, depth: number): Dependency | null => {
    if (typeof value !== 'object' || value === null || depth > DEEPEST || seen.has(value)) return null;
    seen.add(value);
    // What fetch() could not reach is none of our three.
    if (value instanceof TypeError && value.message === 'fetch failed') return null;
    const own = dependencyOf(value, place);
    if (own) return own;
    for (const explanation of explanationsOf(value)) {
      const found = search(explanation, depth + 1);
      if (found) return found;
    }
    return null;
  };
  if (error instanceof UnavailableError) return error;
  const dependency = search(error, 0);
  return dependency && new UnavailableError(dependency, { cause: error });
}
