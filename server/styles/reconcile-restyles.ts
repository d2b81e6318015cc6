// Reconciles the restyles of a project with its document: starts, supersedes and cancels renders.

import { publish } from '@/platform/bus';
import { refuseWhileRemoved } from '@/platform/content-leases';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import type { Prisma, Restyle } from '@/platform/database/generated/client';
import { lockStyles } from '@/platform/database/locks';
import { enqueueEdit } from '@/platform/document-outbox';
import { createJob, requestCancel } from '@/platform/job-store';
import { restyleStemJob } from '@/platform/jobs/restyle-stem';
import { publishStyledStem } from '@/platform/styled-stems';
import { ConflictError, RequestError } from '@/server/errors';
import { chargeUsage, checkLiveJobs, type UsageAccount } from '@/server/usage/usage';
import { type WantedRestyle, wantedRestyles } from './wanted-restyles';

type Transaction = Prisma.TransactionClient;
type Request = NonNullable<WantedRestyle['job']>;

/** Reading a long log and several jobs take their time on a busy machine. */
const TRANSACTION_MS = { maxWait: 10_000, timeout: 30_000 };

/** Cancels a render unless another strip waits for it. */
async function cancelUnlessNeeded(tx: Transaction, jobId: string): Promise<void> {
  if ((await tx.restyle.count({ where: { jobId } })) === 0) await requestCancel(jobId, tx);
}

async function removeRestyle(tx: Transaction, { projectId, stemId, jobId }: Restyle): Promise<void> {
  await tx.restyle.delete({ where: { projectId_stemId: { projectId, stemId } } });
  await cancelUnlessNeeded(tx, jobId);
  await enqueueEdit(tx, projectId, { type: 'drop-styled-stem', stemId });
}

/**
 * Charges a render; one that the owner's plan does not cover ends at once, with the reason in place of its
 * result.
 */
async function chargeOrRefuse(tx: Transaction, owner: UsageAccount, jobId: string): Promise<void> {
  try {
    await chargeUsage(tx, owner, 'restyle');
    await checkLiveJobs(tx, owner);
  } catch (refusal) {
    if (!(refusal instanceof RequestError)) throw refusal;
    const data = {
      state: 'failed',
      stage: 'failed',
      error: refusal.message,
      finishedAt: await databaseNow(tx),
    } as const;
    await tx.job.update({ where: { id: jobId }, data });
  }
}

async function requestRestyle(
  tx: Transaction,
  projectId: string,
  { stemId, styleId }: WantedRestyle,
  { id: jobId, subject }: Request,
): Promise<void> {
  // The stems of an earlier render of the same may be in removal; the next try finds them gone.
  const { songSha256, ...input } = subject;
  await refuseWhileRemoved(tx, songSha256);
  const { owner } = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    include: { owner: true },
  });
  const { state, queued } = await createJob(tx, restyleStemJob, { id: jobId, input, requestedBy: owner.id });
  if (queued) await chargeOrRefuse(tx, owner, jobId);
  const where = { projectId_stemId: { projectId, stemId } };
  const before = await tx.restyle.findUnique({ where });
  await tx.restyle.upsert({
    where,
    create: { projectId, stemId, styleId, jobId },
    update: { styleId, jobId },
  });
  if (before && before.jobId !== jobId) await cancelUnlessNeeded(tx, before.jobId);
  if (state === 'done') await publishStyledStem(tx, jobId, projectId);
  // Those who watch still see the job of before.
  await publish({ type: 'job', jobId, name: restyleStemJob.name }, tx);
}

const isRequested = (row: Restyle | undefined, { styleId, job }: WantedRestyle): boolean =>
  row !== undefined && row.styleId === styleId && (job === null || row.jobId === job.id);

function checkStyled(wanted: readonly WantedRestyle[], stem: string | undefined): void {
  if (stem !== undefined && !wanted.some(({ stemId }) => stemId === stem))
    throw new ConflictError('This stem is played without a style sound.');
}

/**
 * Compares what the strips of a project ask for with what is rendered for them, and does what is missing. Any number
 * of processes may do this at once: they take turns, and who comes second finds nothing to do. A render that failed
 * is not tried again until somebody changes the strip or asks for it.
 * @param retry the stem whose failed render is to be tried again
 * @throws ConflictError when that stem has no style sound
 */
export async function reconcileRestyles(
  projectId: string,
  { retry }: { retry?: string } = {},
): Promise<void> {
  await getPrisma().$transaction(async (tx) => {
    await lockStyles(tx, projectId);
    const project = await tx.$queryRaw<
      unknown[]
    >`SELECT 1 FROM "Project" WHERE "id" = ${projectId} FOR KEY SHARE`;
    if (project.length === 0) return;
    const wanted = await wantedRestyles(tx, projectId);
    checkStyled(wanted, retry);
    const rows = await tx.restyle.findMany({ where: { projectId } });
    for (const row of rows) {
      if (!wanted.some(({ stemId }) => stemId === row.stemId)) await removeRestyle(tx, row);
    }
    for (const each of wanted) {
      const row = rows.find(({ stemId }) => stemId === each.stemId);
      if (each.job && (!isRequested(row, each) || retry === each.stemId))
        await requestRestyle(tx, projectId, each, each.job);
    }
  }, TRANSACTION_MS);
}
