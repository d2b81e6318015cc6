export const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ESOCKETTIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
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
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ServiceUnavailable',
  'InternalError',
  'NetworkingError',
  'TooManyRequestsException',
  'RequestLimitExceeded',
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

export function traitsOf(error: object): Traits {
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

export function isS3Unavailable({ name, code, httpStatus }: Traits): boolean {
  if (S3_NAMES.has(name) || NETWORK_CODES.has(code) || NETWORK_CODES.has(name)) return true;
  // A server that does not know a request (501), or is full (507), answers the next one alike.
  return (
    httpStatus !== null &&
    (httpStatus >= 500 || httpStatus === 429 || httpStatus === 408) &&
    httpStatus !== 501 &&
    httpStatus !== 507
  );
}

export function isDatabaseUnavailable(error: object, { message, code }: Traits): boolean {
  if (PRISMA_CODES.has(code) || SQL_STATE.test(code)) return true;
  if (PRISMA_CODES.has((error as { errorCode?: string }).errorCode ?? '')) return true;
  if (ADAPTER_KINDS.has((error as { kind?: string }).kind ?? '')) return true;
  return PG_MESSAGES.some((pattern) => pattern.test(message));
}

export function isRedisUnavailable({ name, message }: Traits): boolean {
  const isReply = name === 'ReplyError' && REDIS_REFUSALS.test(message);
  return isReply || REDIS_NAMES.has(name) || REDIS_MESSAGES.test(message);
}
