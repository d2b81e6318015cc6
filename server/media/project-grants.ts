// The media grants a member of a project gets: one for every source its stems come from.
import type { MediaGrants } from '@/contract/http/media';
import { readDeliveredSources } from '@/document/sources';
import { readStyledStem } from '@/document/styles';
import { getPrisma } from '@/platform/database/client';
import { type Plan, Prisma } from '@/platform/database/generated/client';
import { loadDocument } from '@/server/documents/read-document';
import { rulesOf } from '@/server/plans';
import { grantMedia } from './grants';

/** The sources of the stems that are played with a sound; only the server writes that part of the document. */
async function styledSources(projectId: string): Promise<string[]> {
  if ((await getPrisma().restyle.count({ where: { projectId } })) === 0) return [];
  const doc = await loadDocument(projectId);
  const sources = readDeliveredSources(doc).flatMap(({ id }) => readStyledStem(doc, id)?.sourceId ?? []);
  doc.destroy();
  return sources;
}

/** Separated, or being separated with a beginning that can be played. */
const IS_PLAYABLE: Prisma.JobWhereInput = {
  OR: [{ state: 'done' }, { state: 'running', partialResult: { not: Prisma.DbNull } }],
};

/**
 * Grants for the sources of a project that can be played, at least from their beginning; empty until then.
 */
export async function grantProjectMedia(projectId: string, plan: Plan): Promise<MediaGrants> {
  const songs = await getPrisma().song.findMany({
    where: { projectId, separation: IS_PLAYABLE },
    select: { separationId: true },
  });
  const imports = await getPrisma().source.findMany({
    where: { projectId, job: { state: 'done' } },
    select: { jobId: true },
  });
  const mayDownload = rulesOf(plan).stemExport;
  const ids = [
    ...songs.map(({ separationId }) => separationId),
    ...imports.map(({ jobId }) => jobId),
    ...(await styledSources(projectId)),
  ];
  const sources = ids.map((sourceId) => {
    const { token, expiresAt } = grantMedia({ sourceId, mayDownload });
    return { source_id: sourceId, token, expires_at: expiresAt.toISOString() };
  });
  return { sources };
}
