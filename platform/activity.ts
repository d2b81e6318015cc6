// User actions in a project, as rows of a list: their kinds, and writing one together with the change it
// describes. The kinds of rows about edits of the shared document stand in server/activity/map-activity.ts.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { publish } from './bus';
import type { Prisma } from './database/generated/client';
import { Role } from './database/generated/enums';

const text = z.string();
const role = z.enum(Role);

/** What happened, with everything its description needs: names are as they were at that time. */
export const activitySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('uploaded'), name: text }),
  z.object({ kind: z.literal('separation-asked'), name: text }),
  z.object({ kind: z.literal('separated') }),
  z.object({ kind: z.literal('imported'), name: text, stem: text }),
  z.object({ kind: z.literal('exported'), format: text }),
  z.object({ kind: z.literal('set-asked'), tracks: z.number(), format: text }),
  z.object({ kind: z.literal('joined'), role }),
  z.object({ kind: z.literal('left') }),
  z.object({ kind: z.literal('removed'), name: text }),
  z.object({ kind: z.literal('role'), name: text, role }),
  z.object({ kind: z.literal('renamed'), before: text, after: text }),
  z.object({ kind: z.literal('version-saved'), name: text }),
  z.object({ kind: z.literal('version-deleted'), name: text }),
]);
export type ActivityOf = z.infer<typeof activitySchema>;

/** Who did it: null is the studio itself. */
export interface NewActivity {
  readonly projectId: string;
  readonly actorId: string | null;
  readonly what: ActivityOf;
}

/** Writes an activity in the transaction that causes it; everyone who watches is notified with the commit. */
export async function recordActivity(
  tx: Prisma.TransactionClient,
  { projectId, actorId, what }: NewActivity,
): Promise<void> {
  const { kind, ...details } = what;
  await tx.activity.create({
    data: { id: randomUUID(), projectId, actorId, kind, details: details as Prisma.InputJsonObject },
  });
  await publish({ type: 'activity', projectId }, tx);
}
