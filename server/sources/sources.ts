// The imported sources of a session, each with the state of its import.
import type { z } from 'zod';
import { IMPORT_STATUS, type sourceSchema } from '@/contract/http/sources';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { importedStemId } from '@/platform/jobs/import-source';
import { DAMAGE_COLUMNS, storedDamageNote } from '@/platform/media/stored-damage';

type SourceView = z.input<typeof sourceSchema>;

const CANCELLED = 'The import was cancelled; try it again.';

const WITH_JOB = {
  asset: { select: { durationS: true, ...DAMAGE_COLUMNS } },
  job: { select: { state: true, progress: true, error: true } },
} satisfies Prisma.SourceInclude;
type SourceWithJob = Prisma.SourceGetPayload<{ include: typeof WITH_JOB }>;

function describeSource({ id, sha256, name, asset, job }: SourceWithJob): SourceView {
  const { state, progress, error } = job;
  return {
    id,
    stem: importedStemId(sha256),
    name,
    status: IMPORT_STATUS[state],
    progress: state === 'done' ? 1 : progress,
    error: state === 'cancelled' ? CANCELLED : error,
    note: storedDamageNote(asset),
    duration_s: asset.durationS,
  };
}

/** Every source of a project, the oldest first. */
export async function listSources(projectId: string): Promise<SourceView[]> {
  const sources = await getPrisma().source.findMany({
    where: { projectId },
    include: WITH_JOB,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return sources.map(describeSource);
}

/** One source, by the row that has just been written. */
export async function readSource(id: string): Promise<SourceView> {
  return describeSource(await getPrisma().source.findUniqueOrThrow({ where: { id }, include: WITH_JOB }));
}
