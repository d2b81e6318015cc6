// Replaces the log of a document by a snapshot, so that opening a project does not replay its whole history.
import * as Y from 'yjs';
import { openDocument } from '@/document/open';
import { applyTail, readLog } from './log';
import { inTransaction } from './transaction';

/** A log shorter than this is not worth a snapshot. */
export const COMPACT_AFTER = 500;

/**
 * Writes a snapshot of everything in the log and removes what it covers, in one transaction with the row locked.
 * The state is encoded through a Y.Doc: merging updates alone would keep every overwritten value.
 * @returns size of the snapshot in bytes, or null when there was too little to do
 */
export function compactLog(projectId: string, atLeast = COMPACT_AFTER): Promise<number | null> {
  return inTransaction(async (client) => {
    const { rows } = await client.query<{ entries: string }>(
      `SELECT d.seq - d."snapshotSeq" AS entries FROM "Document" d WHERE d."projectId" = $1 FOR UPDATE`,
      [projectId],
    );
    if (!rows[0] || Number(rows[0].entries) < atLeast) return null;
    const tail = await readLog(projectId, 0, client);
    if (!tail) return null;
    const doc = openDocument();
    applyTail(doc, tail);
    const snapshot = Buffer.from(Y.encodeStateAsUpdate(doc));
    doc.destroy();
    await client.query('UPDATE "Document" SET snapshot = $2, "snapshotSeq" = $3 WHERE "projectId" = $1', [
      projectId,
      snapshot,
      tail.seq,
    ]);
    await client.query('DELETE FROM "DocumentUpdate" WHERE "projectId" = $1 AND seq <= $2', [
      projectId,
      tail.seq,
    ]);
    return snapshot.byteLength;
  });
}
