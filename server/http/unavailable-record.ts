// Remembers for the duration of a request that a dependency was unavailable, where a library in between turns that
// into a 500.
import { logContext } from '@/platform/log';
import { type UnavailableError, unavailableOf } from '@/platform/unavailable';

/*
 * Next bundles pages and route handlers apart from the server, so a module variable would exist twice in one process;
 * the global object exists once.
 */
const globals = globalThis as typeof globalThis & { isomixAwayNotes?: WeakMap<object, UnavailableError> };
globals.isomixAwayNotes ??= new WeakMap();
const recorded = globals.isomixAwayNotes;

/**
 * Records the unavailable dependency behind an error of the request that runs here. @returns null when the error is of
 * another kind
 */
export function recordUnavailable(error: unknown): UnavailableError | null {
  const unavailable = unavailableOf(error);
  if (unavailable) recorded.set(logContext(), unavailable);
  return unavailable;
}

/** What was unavailable for a request, by the context that its handling began with. */
export const recordedUnavailable = (context: object = logContext()): UnavailableError | null =>
  recorded.get(context) ?? null;
