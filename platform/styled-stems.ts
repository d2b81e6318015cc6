// How a restyled stem reaches the shared documents that wait for it: as an outbox row each.
import type { Prisma } from './database/generated/client';
import { enqueueEdit } from './document-outbox';
import { restyleStemJob } from './jobs/restyle-stem';

/**
 * Publishes a finished restyle to every strip that waits for it; part of the transaction that completes it,
 * or of the one that finds it done already.
 * @param only the one project to publish to; all of them when absent
 */
export async function publishStyledStem(
  tx: Prisma.TransactionClient,
  jobId: string,
  only?: string,
): Promise<void> {
  const job = await tx.job.findUniqueOrThrow({ where: { id: jobId } });
  const { stem } = restyleStemJob.input.parse(job.input);
  const { headroomBits } = restyleStemJob.result.parse(job.result);
  const waiting = { jobId, ...(only === undefined ? {} : { projectId: only }) };
  const strips = await tx.restyle.findMany({ where: waiting });
  await tx.restyle.updateMany({ where: waiting, data: { audibleJobId: jobId } });
  for (const { projectId, styleId } of strips) {
    const styled = { ...stem, sourceId: jobId, headroomBits, styleId };
    await enqueueEdit(tx, projectId, { type: 'put-styled-stem', stem: styled });
  }
}
