// How finished stems reach the shared document of a project: as an outbox row that is applied exactly once.
import { type StemResult, stemResultSchema } from '@/document/schema';
import { recordActivity } from './activity';
import { publish } from './bus';
import type { Prisma } from './database/generated/client';
import { contentOfId } from './jobs/content-ids';
import { importedStemId } from './jobs/import-source';
import { type StoredPartialStems, separationJob } from './jobs/separation';

type StoredStems = Pick<StoredPartialStems, 'lengthSamples' | 'sampleRate' | 'segmentSamples' | 'stems'>;

/** Stored stems, all there or still growing, as the shared document describes them. */
export function describeStems(separationId: string, stored: StoredStems): StemResult[] {
  const { stems, lengthSamples, sampleRate, segmentSamples } = stored;
  return stems.map((stem) =>
    stemResultSchema.parse({
      id: stem.id,
      name: `${stem.id.charAt(0).toUpperCase()}${stem.id.slice(1)}`,
      sourceId: separationId,
      lengthSamples,
      sampleRate,
      segmentSamples,
      headroomBits: stem.headroomBits,
    }),
  );
}

/** The stems of a finished separation, as stored in the shared document. */
export const stemResultsOf = (separationId: string, result: unknown): StemResult[] =>
  describeStems(separationId, separationJob.result.parse(result));

/** The track that plays the whole song: the imported file that was separated, or null where there is none. */
async function originalTrack(
  tx: Prisma.TransactionClient,
  projectId: string,
  separationId: string,
): Promise<string | null> {
  const sha256 = contentOfId(separationId);
  if (sha256 === null) return null;
  const source = await tx.source.findUnique({ where: { projectId_sha256: { projectId, sha256 } } });
  return source && importedStemId(sha256);
}

/**
 * Publishes the stems of a finished separation to a project. Publishing the same ones again changes nothing.
 * @throws Error when the separation is not done
 */
export async function publishStemResults(
  tx: Prisma.TransactionClient,
  projectId: string,
  separationId: string,
): Promise<void> {
  const { result } = await tx.job.findUniqueOrThrow({
    where: { id: separationId },
    select: { result: true },
  });
  const replaces = await originalTrack(tx, projectId, separationId);
  const edit = JSON.stringify({
    type: 'put-stems',
    stems: stemResultsOf(separationId, result),
    ...(replaces !== null && { replaces }),
  });
  const written = await tx.$executeRaw`
    INSERT INTO "Outbox" ("id", "projectId", "edit", "createdAt")
    VALUES (${`stems-${projectId}-${separationId}`}, ${projectId}, ${edit}::jsonb,
      timezone('UTC', clock_timestamp()))
    ON CONFLICT ("id") DO NOTHING`;
  if (written === 0) return;
  await recordActivity(tx, { projectId, actorId: null, what: { kind: 'separated' } });
  await publish({ type: 'outbox', projectId }, tx);
}

/**
 * Publishes the stems to every project whose song this separation serves, in the transaction that completes
 * it.
 */
export async function publishStemsToProjects(
  tx: Prisma.TransactionClient,
  separationId: string,
): Promise<void> {
  const songs = await tx.song.findMany({ where: { separationId }, select: { projectId: true } });
  for (const { projectId } of songs) await publishStemResults(tx, projectId, separationId);
}
