// Applies outbox edits of workers to the logs of shared documents, each edit exactly once.

import type pg from 'pg';
import * as Y from 'yjs';
import { openDocument } from '@/document/open';
import { encodeServerEdit, serverEditSchema } from '@/document/server-edits';
import { publish } from '@/platform/bus';
import { getPool } from '@/platform/database/client';
import { log } from '@/platform/log';
import { applyTail, readLog } from '../documents/log';
import { inTransaction } from './transaction';

const PAGE = 100;

interface OutboxRow {
  id: string;
  projectId: string;
  edit: unknown;
}

/**
 * Applies all edits of the outbox in the order in which they were enqueued. Any process may do this at any
 * time: each row is locked, applied and marked in one transaction; a process that waited for the lock finds
 * it done and continues with the next.
 */
export async function drainOutbox(): Promise<void> {
  const { rows } = await getPool().query<{ id: string }>(
    'SELECT id FROM "Outbox" WHERE "doneAt" IS NULL ORDER BY "createdAt", id LIMIT $1',
    [PAGE],
  );
  for (const { id } of rows) {
    try {
      await inTransaction((client) => settle(client, id));
    } catch (error) {
      // One edit that fails must not keep the others waiting; this one is tried again at the next look.
      log.error({ err: error }, `The results in outbox row ${id} were not delivered.`);
    }
  }
}

async function settle(client: pg.PoolClient, id: string): Promise<void> {
  const { rows } = await client.query<OutboxRow>(
    `SELECT id, "projectId", edit FROM "Outbox" WHERE id = $1 AND "doneAt" IS NULL FOR UPDATE`,
    [id],
  );
  const row = rows[0];
  if (!row) return;
  const project = await client.query('SELECT 1 FROM "Project" WHERE id = $1 FOR KEY SHARE', [row.projectId]);
  if (project.rowCount) await deliver(client, row);
  await client.query(`UPDATE "Outbox" SET "doneAt" = now() AT TIME ZONE 'UTC' WHERE id = $1`, [id]);
}

async function deliver(client: pg.PoolClient, row: OutboxRow): Promise<void> {
  const edit = serverEditSchema.safeParse(row.edit);
  if (!edit.success) {
    log.error(
      { err: edit.error },
      `Outbox row ${row.id} contains no edit that this version knows; it is skipped.`,
    );
    return;
  }
  await client.query(
    `INSERT INTO "Document" ("projectId", "updatedAt") VALUES ($1, now() AT TIME ZONE 'UTC')
     ON CONFLICT ("projectId") DO NOTHING`,
    [row.projectId],
  );
  await client.query('SELECT 1 FROM "Document" WHERE "projectId" = $1 FOR UPDATE', [row.projectId]);
  const tail = await readLog(row.projectId, 0, client);
  if (!tail) return;
  const doc = openDocument();
  applyTail(doc, tail);
  const update = encodeServerEdit(Y.encodeStateAsUpdate(doc), edit.data);
  doc.destroy();
  if (!update) return;
  const seq = tail.seq + 1;
  await client.query(
    `UPDATE "Document" SET seq = $2, "updatedAt" = now() AT TIME ZONE 'UTC' WHERE "projectId" = $1`,
    [row.projectId, seq],
  );
  await client.query(
    'INSERT INTO "DocumentUpdate" ("projectId", seq, "opId", bytes) VALUES ($1, $2, $3, $4)',
    [row.projectId, seq, row.id, Buffer.from(update)],
  );
  await publish({ type: 'document', projectId: row.projectId, seq }, client);
}
