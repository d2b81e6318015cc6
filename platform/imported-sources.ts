// How imported files reach the shared documents of sessions: as an edit in the outbox each.
import { required } from '@/contract/required';
import { type StemResult, stemResultSchema } from '@/document/schema';
import { recordActivity } from './activity';
import type { Asset, Prisma, Source } from './database/generated/client';
import { enqueueEdit } from './document-outbox';
import { createJob, type RequestedJob } from './job-store';
import { importedStemId, importSourceJob } from './jobs/import-source';

type Transaction = Prisma.TransactionClient;

/**
 * Queues the import of a content unless it is under way or done.
 * @param durationS of the file as it was measured when it came, in seconds
 */
export async function queueImport(
  tx: Transaction,
  { sha256, durationS }: Pick<Asset, 'sha256' | 'durationS'>,
  requestedBy: string,
): Promise<RequestedJob & { readonly id: string }> {
  const id = importSourceJob.idOf({ sha256 });
  const created = await createJob(tx, importSourceJob, { id, input: { sha256, durationS }, requestedBy });
  return { id, ...created };
}

/** An imported file as the shared document describes it. @param result of its finished import */
export function importedStem({ name, jobId }: Pick<Source, 'name' | 'jobId'>, result: unknown): StemResult {
  const { stems, lengthSamples, sampleRate, segmentSamples } = importSourceJob.result.parse(result);
  const { id, headroomBits } = required(stems[0], 'the stem of an import');
  const extent = { lengthSamples, sampleRate, segmentSamples };
  return stemResultSchema.parse({ id, name, sourceId: jobId, ...extent, headroomBits });
}

/**
 * Publishes a source whose import is done to its project. Publishing it again changes nothing in the document.
 * @throws Error when the import is not done
 */
export async function publishSource(tx: Transaction, source: Source): Promise<void> {
  const { result } = await tx.job.findUniqueOrThrow({
    where: { id: source.jobId },
    select: { result: true },
  });
  const { projectId, isTrack } = source;
  await enqueueEdit(tx, projectId, { type: 'put-source', source: importedStem(source, result), isTrack });
}

/** Whether a source is the song itself, which nobody imported: see `putOriginal`. */
async function isOriginal(tx: Transaction, { projectId, sha256, isTrack }: Source): Promise<boolean> {
  return !isTrack && (await tx.song.count({ where: { projectId, sha256 } })) > 0;
}

/** As `publishSource`, for the first time: the activity says who imported it. */
export async function publishNewSource(tx: Transaction, source: Source): Promise<void> {
  await publishSource(tx, source);
  if (await isOriginal(tx, source)) return;
  const { projectId, addedBy: actorId, name, sha256 } = source;
  const what = { kind: 'imported', name, stem: importedStemId(sha256) } as const;
  await recordActivity(tx, { projectId, actorId, what });
}

/** Publishes an import to every project that waits for it, in the transaction that completes it. */
export async function publishImportToProjects(tx: Transaction, jobId: string): Promise<void> {
  const sources = await tx.source.findMany({ where: { jobId }, orderBy: { id: 'asc' } });
  for (const source of sources) await publishNewSource(tx, source);
}
