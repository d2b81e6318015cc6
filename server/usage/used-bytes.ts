// How much storage a person's work takes: recordings in what they own, and exports that are kept.

import { getPrisma } from '@/platform/database/client';
import type { Plan, Prisma } from '@/platform/database/generated/client';
import { PlanLimitError } from '@/server/errors';
import { rulesOf } from '@/server/plans';

const GB = 1e9;

/**
 * Bytes stored by a user's projects, sets and library; a recording that is used several times counts once.
 */
export async function usedBytes(userId: string, tx: Prisma.TransactionClient = getPrisma()): Promise<number> {
  const [row] = await tx.$queryRaw<{ bytes: bigint | null }[]>`
    WITH owned AS (SELECT "id" FROM "Project" WHERE "ownerId" = ${userId}),
    contents AS (
      SELECT "sha256" FROM "Song" WHERE "projectId" IN (SELECT "id" FROM owned)
      UNION SELECT "sha256" FROM "Track" WHERE "projectId" IN (SELECT "id" FROM owned)
      UNION SELECT "sha256" FROM "Source" WHERE "projectId" IN (SELECT "id" FROM owned)
      UNION SELECT t."sha256" FROM "DjSetTrack" t JOIN "DjSet" s ON s."id" = t."setId"
        WHERE s."requestedBy" = ${userId})
    SELECT (
      coalesce((SELECT sum(a."bytes") FROM "Asset" a JOIN contents USING ("sha256")), 0)
      + coalesce((SELECT sum("bytes") FROM "StyleSound" WHERE "ownerId" = ${userId}), 0)
      + coalesce((SELECT sum((j."result"->>'bytes')::bigint) FROM "Mix" m JOIN "Job" j ON j."id" = m."jobId"
          WHERE m."projectId" IN (SELECT "id" FROM owned) AND j."state" = 'done'
            AND (m."expiresAt" IS NULL OR m."expiresAt" > timezone('UTC', now()))), 0)
    )::bigint AS "bytes"`;
  return Number(row?.bytes ?? 0);
}

/**
 * Checks that a user may store another file.
 * @param more additional bytes
 * @throws PlanLimitError when they exceed the plan
 */
export async function checkUsedBytes(
  owner: { readonly id: string; readonly plan: Plan },
  more: number,
  tx?: Prisma.TransactionClient,
): Promise<void> {
  const { title, maxStoredBytes } = rulesOf(owner.plan);
  if ((await usedBytes(owner.id, tx)) + more <= maxStoredBytes) return;
  throw new PlanLimitError(
    `The ${title} plan allows ${Math.round(maxStoredBytes / GB)} GB of recordings; delete some to add others.`,
  );
}
