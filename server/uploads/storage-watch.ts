// Ends the checks of uploads as soon as the storage is found silent: their files could not be stored anyway.
import { DeadlineError } from '@/platform/deadline';
import { getStorage } from '@/platform/storage';
import { type UnavailableError, unavailableOf } from '@/platform/unavailable';

/** Next bundles each route with its own copy of this file; the global object exists once. */
const globals = globalThis as typeof globalThis & { isomixStorageWatch?: Set<AbortController> };
globals.isomixStorageWatch ??= new Set();
const waiting = globals.isomixStorageWatch;

/**
 * Whether the storage did not answer at all; a storage that is only overloaded refuses some requests and not others.
 */
function foundSilent(error: unknown): UnavailableError | null {
  const unavailable = unavailableOf(error);
  if (unavailable?.dependency !== 'storage') return null;
  for (let cause: unknown = unavailable; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof DeadlineError) return unavailable;
  }
  return null;
}

/**
 * Looks whether the storage answers, then calls `work` with a signal that ends when this or any other upload of the
 * process finds it silent. Files are checked a few at a time: without this each would find out for itself, in turn.
 * @param key where the file will go
 * @throws UnavailableError, the reason of `signal`, and what `work` throws
 */
export async function whileStorageAnswers<T>(
  key: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const silence = new AbortController();
  waiting.add(silence);
  try {
    await getStorage().stat(key);
    return await work(AbortSignal.any([signal, silence.signal]));
  } catch (error) {
    const silent = foundSilent(error);
    if (silent) for (const each of waiting) each.abort(silent);
    throw error;
  } finally {
    waiting.delete(silence);
  }
}
