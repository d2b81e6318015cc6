// A part that the studio depends on is unavailable: distinct from a defect, since the same request succeeds a little
// later.
import { matchCopies } from '@/platform/error-copies';
import { DeadlineError } from './deadline';
import type { Dependency } from './dependency';
import {
  isDatabaseUnavailable,
  isRedisUnavailable,
  isS3Unavailable,
  NETWORK_CODES,
  traitsOf,
} from './unavailable-signs';

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

/**
 * Whether an error of a request to a bucket says, causes apart, that it is unavailable, so that a later one may
 * succeed.
 */
export const isBucketUnavailable = (error: Error): boolean =>
  error instanceof DeadlineError ? error.dependency === 'storage' : isS3Unavailable(traitsOf(error));

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
