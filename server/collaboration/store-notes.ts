// Writes a batch of notes so that one that the database refuses costs nobody else theirs.
import { errorCode } from '@/platform/database/error-code';
import { log } from '@/platform/log';
import { type Note, writeNotes } from './notes';

/** Rows in one statement. */
const BATCH = 500;

/** SQLSTATE classes of a database that is away, busy or short of something: trying again later may help. */
const PASSING = new Set(['08', '25', '40', '53', '55', '57', '58']);

/** Whether the error lies in what was written rather than in the state of the database or of the network. */
function isRefusal(error: unknown): boolean {
  const code = errorCode(error);
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !PASSING.has(code.slice(0, 2));
}

/** Halves a rejected batch until the rows that the database cannot store are isolated. @returns those rows */
async function writeIsolated(notes: readonly Note[]): Promise<Note[]> {
  try {
    await writeNotes(notes);
    return [];
  } catch (err) {
    if (!isRefusal(err)) throw err;
    const [first] = notes;
    if (!first) return [];
    if (notes.length === 1) {
      log.warn({ err, projectId: first.projectId }, 'A note of activity was dropped: it cannot be stored.');
      return [first];
    }
    const middle = notes.length >> 1;
    return [...(await writeIsolated(notes.slice(0, middle))), ...(await writeIsolated(notes.slice(middle)))];
  }
}

/**
 * Writes notes, in batches; a note that the database refuses for what it says is dropped and logged once.
 * @throws what the database throws while it is away; notes may have been written then, and may be written again
 */
export async function storeNotes(notes: readonly Note[]): Promise<void> {
  for (let from = 0; from < notes.length; from += BATCH) await writeIsolated(notes.slice(from, from + BATCH));
}
