// Retries and cancels the separation of a song.

import { getPrisma } from '@/platform/database/client';
import type { Prisma, Song } from '@/platform/database/generated/client';
import { lockContent } from '@/platform/database/locks';
import { requestCancel } from '@/platform/job-store';
import { separationJob } from '@/platform/jobs/separation';
import { publishStemResults } from '@/platform/stem-results';
import { ConflictError } from '@/server/errors';
import { chooseAgain } from '@/server/projects/models';
import { requestSeparation } from '@/server/projects/request-separation';
import type { ProjectOwner } from './new-project';

async function songOf(tx: Prisma.TransactionClient, projectId: string): Promise<Song> {
  const song = await tx.song.findUnique({ where: { projectId } });
  if (!song) throw new ConflictError('This project has no song yet.');
  return song;
}

/**
 * Queues a failed or cancelled separation again, with the model it was tried with while that is installed.
 * @throws ConflictError when there is nothing to retry
 */
export async function retrySeparation(user: ProjectOwner, projectId: string): Promise<void> {
  await getPrisma().$transaction(async (tx) => {
    const song = await songOf(tx, projectId);
    await lockContent(tx, song.sha256);
    const { state, input } = await tx.job.findUniqueOrThrow({ where: { id: song.separationId } });
    if (state !== 'failed' && state !== 'cancelled') {
      throw new ConflictError('Only a separation that failed or was cancelled can be tried again.');
    }
    const modelId = await chooseAgain(separationJob.input.parse(input).modelId);
    const separation = await requestSeparation(tx, user, { sha256: song.sha256, modelId });
    await tx.song.update({ where: { projectId }, data: { separationId: separation.id } });
    if (separation.state === 'done') await publishStemResults(tx, projectId, separation.id);
  });
}

/**
 * Cancels the separation of a project's song.
 * @throws ConflictError when it has ended, or when another project waits for the same one
 */
export async function cancelSeparation(projectId: string): Promise<void> {
  await getPrisma().$transaction(async (tx) => {
    const song = await songOf(tx, projectId);
    await lockContent(tx, song.sha256);
    const waiting = await tx.song.count({ where: { separationId: song.separationId } });
    if (waiting > 1) throw new ConflictError('Another project needs the same stems, so the work goes on.');
    const cancelled = await requestCancel(song.separationId, tx);
    if (!cancelled) throw new ConflictError('The separation is not running any more.');
  });
}
