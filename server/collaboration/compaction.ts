// Replaces the log of a document by a snapshot, so that opening a project does not replay its whole history.
import * as Y from 'yjs';
import { openDocument } from '@/document/open';
import { getPool } from '@/platform/database/client';
import { applyTail, readLog } from '../documents/log';
import { inTransaction } from './transaction';

/** A log shorter than this is not worth a snapshot. */
export const COMPACT_AFTER = 500;

/** A document in the memory of a process: everything up to update number `seq`. */
export interface CommittedState {
  readonly seq: number;
  /** Called only when it is wanted: encoding a large document takes its time. */
  encode(): Uint8Array;
}

/** A document that is not open in any process, replayed from its log. */
async function replay(projectId: string): Promise<CommittedState | null> {
  const tail = await readLog(projectId, 0);
  if (!tail) return null;
  const encode = (): Uint8Array => {
    const doc = openDocument();
    applyTail(doc, tail);
    const snapshot = Y.encodeStateAsUpdate(doc);
    doc.destroy();
    return snapshot;
  };
  return { seq: tail.seq, encode };
}

/** How many updates a snapshot of everything up to `seq` would replace. */
async function entriesUpTo(projectId: string, seq: number): Promise<number> {
  const { rows } = await getPool().query<{ entries: string }>(
    'SELECT $2::bigint - "snapshotSeq" AS entries FROM "Document" WHERE "projectId" = $1',
    [projectId, seq],
  );
  return Number(rows[0]?.entries ?? 0);
}

/**
 * Writes a snapshot of a document and removes the log that it covers, in one transaction with the row locked. What came
 * to the log since stays there. The state is encoded through a Y.Doc: merging updates alone would keep every
 * overwritten value.
 * @param state the document as it is open here; replayed from the log when left out
 * @returns size of the snapshot in bytes, or null when there was too little to do
 */
export async function compactLog(
  projectId: string,
  atLeast = COMPACT_AFTER,
  state?: CommittedState,
): Promise<number | null> {
  const current = state ?? (await replay(projectId));
  if (!current || (await entriesUpTo(projectId, current.seq)) < atLeast) return null;
  const { seq } = current;
  const snapshot = Buffer.from(current.encode());
  return inTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE "Document" SET snapshot = $2, "snapshotSeq" = $3
       WHERE "projectId" = $1 AND seq >= $3 AND "snapshotSeq" < $3`,
      [projectId, snapshot, seq],
    );
    if (rowCount === 0) return null;
    await client.query('DELETE FROM "DocumentUpdate" WHERE "projectId" = $1 AND seq <= $2', [projectId, seq]);
    return snapshot.byteLength;
  });
}
