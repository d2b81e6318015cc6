// Enqueues edits of shared documents to the outbox, in the transaction that causes them.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { serverEditSchema } from '@/document/server-edits';
import { publish } from './bus';
import type { Prisma } from './database/generated/client';

type ServerEdit = z.input<typeof serverEditSchema>;

/** Enqueues an edit of a project's document; it is applied exactly once, soon after the transaction. */
export async function enqueueEdit(
  tx: Prisma.TransactionClient,
  projectId: string,
  edit: ServerEdit,
): Promise<void> {
  // Each time anew: what returns to a state of before is an edit like the first one.
  await tx.$executeRaw`
    INSERT INTO "Outbox" ("id", "projectId", "edit", "createdAt")
    VALUES (${`edit-${randomUUID()}`}, ${projectId}, ${JSON.stringify(edit)}::jsonb,
      timezone('UTC', clock_timestamp()))`;
  await publish({ type: 'outbox', projectId }, tx);
}
