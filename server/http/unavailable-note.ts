// Remembers for the length of a request that a dependency was away, where a library in between turns that into a 500.
import { logContext } from '@/platform/log';
import { type UnavailableError, unavailableOf } from '@/platform/unavailable';

/*
 * Next bundles pages and route handlers apart from the server, so a module variable would exist twice in one process;
 * the global object exists once.
 */
const holder = globalThis as typeof globalThis & { isomixAwayNotes?: WeakMap<object, UnavailableError> };
holder.isomixAwayNotes ??= new WeakMap();
const notes = holder.isomixAwayNotes;

/** Notes what is away behind an error of the request that runs here. @returns null when the error is of another kind */
export function noteAway(error: unknown): UnavailableError | null {
  const away = unavailableOf(error);
  if (away) notes.set(logContext(), away);
  return away;
}

/** What was away for a request, by the context that its handling began with. */
export const unavailableNoted = (context: object = logContext()): UnavailableError | null =>
  notes.get(context) ?? null;
