// The append-only log of every shared document: reading it, and appending to it by compare-and-swap.
import type pg from 'pg';
import * as Y from 'yjs';
import { getCommitPool } from '@/platform/database/client';

/**
 * The content of the log after a given point: possibly a snapshot of the older part, then updates in order.
 */
export interface LogTail {
  /** Number of the last update in it. */
  readonly seq: number;
  readonly snapshot: Uint8Array | null;
  readonly updates: readonly Uint8Array[];
}

/** Updates of one document, valid on top of exactly the state that `expectedSeq` names. */
export interface Append {
  readonly projectId: string;
  readonly expectedSeq: number;
  readonly updates: readonly { readonly bytes: Uint8Array; readonly authorId: string }[];
}

interface TailRow {
  seq: string;
  snapshot: Buffer | null;
  updates: Buffer[] | null;
}

/** Makes the log of a project that has none yet; an empty log is an empty document. */
export async function ensureLog(projectId: string): Promise<void> {
  await getCommitPool().query(
    `INSERT INTO "Document" ("projectId", "updatedAt") VALUES ($1, now() AT TIME ZONE 'UTC')
     ON CONFLICT ("projectId") DO NOTHING`,
    [projectId],
  );
}

/**
 * Reads what came after update number `since` (0 reads all), in one consistent look.
 * @returns null when the project has no document
 */
export async function readLog(
  projectId: string,
  since: number,
  via: Pick<pg.ClientBase, 'query'> | pg.Pool = getCommitPool(),
): Promise<LogTail | null> {
  const { rows } = await via.query<TailRow>(
    `SELECT d.seq, CASE WHEN d."snapshotSeq" > $2 THEN d.snapshot END AS snapshot,
       (SELECT array_agg(u.bytes ORDER BY u.seq) FROM "DocumentUpdate" u
         WHERE u."projectId" = d."projectId" AND u.seq > $2) AS updates
     FROM "Document" d WHERE d."projectId" = $1`,
    [projectId, since],
  );
  const row = rows[0];
  return row ? { seq: Number(row.seq), snapshot: row.snapshot, updates: row.updates ?? [] } : null;
}

/** Applies the content of the log to a document. */
export function applyTail(doc: Y.Doc, tail: LogTail, origin?: unknown): void {
  doc.transact(() => {
    if (tail.snapshot) Y.applyUpdate(doc, tail.snapshot, origin);
    for (const update of tail.updates) Y.applyUpdate(doc, update, origin);
  }, origin);
}

/** The numbers of the last updates of several documents; those without a document are left out. */
export async function readSeqs(projectIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await getCommitPool().query<{ projectId: string; seq: string }>(
    'SELECT "projectId", seq FROM "Document" WHERE "projectId" = ANY($1)',
    [projectIds],
  );
  return new Map(rows.map((row) => [row.projectId, Number(row.seq)]));
}

/*
 * One statement, so one round trip and one commit for the edits of all documents of a few milliseconds. A document
 * whose number is not the expected one has been written by another process in between: nothing is stored for it,
 * since its updates were judged on a state that is no longer the last. Rows are locked in the order of their ids,
 * or two processes with the same two documents could wait for each other.
 */
const APPEND = `
WITH wanted AS (
  SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS w(project_id, expected, added)
), locked AS (
  SELECT d."projectId" FROM "Document" d JOIN wanted w ON d."projectId" = w.project_id
  ORDER BY d."projectId" FOR UPDATE OF d
), numbered AS (
  UPDATE "Document" d SET seq = d.seq + w.added, "updatedAt" = now() AT TIME ZONE 'UTC'
  FROM wanted w JOIN locked l ON l."projectId" = w.project_id
  WHERE d."projectId" = w.project_id AND d.seq = w.expected
  RETURNING d."projectId", w.expected
), stored AS (
  INSERT INTO "DocumentUpdate" ("projectId", seq, "authorId", bytes)
  SELECT n."projectId", n.expected + u.place, u.author, u.bytes
  FROM unnest($4::text[], $5::bigint[], $6::text[], $7::bytea[]) AS u(project_id, place, author, bytes)
  JOIN numbered n ON n."projectId" = u.project_id
)
SELECT "projectId" FROM numbered`;

/**
 * Commits updates of several documents at once.
 * @returns the projects whose updates are on disk; for the others nothing was stored and the log must be read first
 */
export async function appendUpdates(appends: readonly Append[]): Promise<Set<string>> {
  const rows = appends.flatMap(({ projectId, updates }) =>
    updates.map(({ bytes, authorId }, index) => ({ projectId, place: index + 1, authorId, bytes })),
  );
  const result = await getCommitPool().query<{ projectId: string }>({
    name: 'append-updates',
    text: APPEND,
    values: [
      appends.map((append) => append.projectId),
      appends.map((append) => append.expectedSeq),
      appends.map((append) => append.updates.length),
      rows.map((row) => row.projectId),
      rows.map((row) => row.place),
      rows.map((row) => row.authorId),
      rows.map((row) => Buffer.from(row.bytes)),
    ],
  });
  return new Set(result.rows.map((row) => row.projectId));
}
