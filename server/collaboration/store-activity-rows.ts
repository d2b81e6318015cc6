// Writes a batch of activity rows; one that the database rejects does not affect the others.
import { errorCode } from '@/platform/database/error-code';
import { log } from '@/platform/log';
import { type ActivityRow, writeActivityRows } from './activity-rows';

/** Rows in one statement. */
const BATCH = 500;

/** SQLSTATE classes of a database that is unavailable, busy or short of something: trying again later may help. */
const PASSING = new Set(['08', '25', '40', '53', '55', '57', '58']);

/** Whether the error lies in what was written rather than in the state of the database or of the network. */
function isRefusal(error: unknown): boolean {
  const code = errorCode(error);
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !PASSING.has(code.slice(0, 2));
}

/** Halves a rejected batch until the rows that the database cannot store are isolated. @returns those rows */
async function writeIsolated(rows: readonly ActivityRow[]): Promise<ActivityRow[]> {
  try {
    await writeActivityRows(rows);
    return [];
  } catch (err) {
    if (!isRefusal(err)) throw err;
    const [first] = rows;
    if (!first) return [];
    if (rows.length === 1) {
      log.warn(
        { err, projectId: first.projectId },
        'A row of the activity was dropped: it cannot be stored.',
      );
      return [first];
    }
    const middle = rows.length >> 1;
    return [...(await writeIsolated(rows.slice(0, middle))), ...(await writeIsolated(rows.slice(middle)))];
  }
}

/**
 * Writes rows in batches; a row whose content the database rejects is dropped and logged once.
 * @throws what the database throws while it is unavailable; rows may have been written then, and are written again
 */
export async function storeActivityRows(rows: readonly ActivityRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) await writeIsolated(rows.slice(from, from + BATCH));
}
