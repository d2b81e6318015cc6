// Exports as people see them: finding one, its progress, its report and its link; and calling one off.
import type { z } from 'zod';
import { type ProjectAccess, requireRole } from '@/server/auth/authorise';
import { ForbiddenError, GoneError, NotFoundError } from '@/server/errors';
import { getPrisma } from '@/server/shared/database/client';
import type { JobState, Prisma, Project, Role } from '@/server/shared/database/generated/client';
import { jobView, requestCancel } from '@/server/shared/job-store';
import { bitDepthSchema, exportFormatSchema, renderMixJob } from '@/server/shared/jobs/render-mix';
import { getStorage } from '@/server/shared/storage';
import { mixKey } from '@/server/shared/storage/keys';
import { downloadUrl } from './download-link';
import type { mixReportSchema, mixSchema } from './schemas';

const WITH_JOB = { job: true } satisfies Prisma.MixInclude;
export type MixWithJob = Prisma.MixGetPayload<{ include: typeof WITH_JOB }>;

type MixView = z.input<typeof mixSchema>;

const STATUS: Record<JobState, MixView['status']> = {
  queued: 'queued',
  running: 'processing',
  done: 'complete',
  failed: 'error',
  cancelled: 'error',
};

/** Whether the file of an export has been, or may any moment be, removed. */
export const isExpired = (mix: { readonly expiresAt: Date | null }, now: Date = new Date()): boolean =>
  mix.expiresAt !== null && mix.expiresAt <= now;

function reportOf(result: unknown): z.input<typeof mixReportSchema> | null {
  const parsed = renderMixJob.result.safeParse(result);
  if (!parsed.success) return null;
  const { durationS, peakDbfs, clippedSamples, bytes } = parsed.data;
  return { duration_s: durationS, peak_dbfs: peakDbfs, clipped_samples: clippedSamples, bytes };
}

const errorOf = ({ state, error }: MixWithJob['job']): string | null =>
  state === 'cancelled' ? 'The export was cancelled.' : error;

async function viewOf(mix: MixWithJob): Promise<MixView> {
  const { job } = mix;
  const waiting = job.state === 'queued' ? await jobView(job.id) : null;
  const isThere = job.state === 'done' && !isExpired(mix);
  return {
    mix_id: mix.id,
    project_id: mix.projectId,
    status: STATUS[job.state],
    stage: job.stage,
    progress: job.progress,
    queue_position: waiting?.queuePosition ?? null,
    eta_s: waiting ? waiting.etaS : job.etaS,
    error: errorOf(job),
    format: exportFormatSchema.parse(mix.format),
    bit_depth: bitDepthSchema.parse(mix.bitDepth),
    created_at: mix.createdAt.toISOString(),
    download_url: isThere ? downloadUrl(mix.id) : null,
    expires_at: mix.expiresAt?.toISOString() ?? null,
    report: reportOf(job.result),
  };
}

const findMix = (id: string): Promise<MixWithJob | null> =>
  getPrisma().mix.findUnique({ where: { id }, include: WITH_JOB });

/**
 * The export that a signed link is for; the signature has been checked.
 * @throws GoneError when it was removed since
 */
export async function requireLinkedMix(id: string): Promise<{ mix: MixWithJob; project: Project }> {
  const found = await getPrisma().mix.findUnique({ where: { id }, include: { ...WITH_JOB, project: true } });
  if (!found) throw new GoneError('This export was removed.');
  return { mix: found, project: found.project };
}

/**
 * An export that this person may see with `needed`, and their role in its project.
 * @throws NotFoundError when it does not exist or they are no member; ForbiddenError when their role is not enough
 */
export async function requireMix(
  user: { readonly id: string },
  id: string,
  needed: Role,
): Promise<ProjectAccess & { readonly mix: MixWithJob }> {
  const mix = await findMix(id);
  if (!mix) throw new NotFoundError('export');
  const access = await requireRole(user, mix.projectId, needed);
  return { ...access, mix };
}

/** What GET /mix/{id} answers. */
export const describeMix = (mix: MixWithJob): Promise<MixView> => viewOf(mix);

/** More than anybody scrolls through. */
const LISTED = 100;

/** The exports of a project, the newest first. */
export async function listMixes(projectId: string): Promise<MixView[]> {
  const mixes = await getPrisma().mix.findMany({
    where: { projectId },
    include: WITH_JOB,
    orderBy: { createdAt: 'desc' },
    take: LISTED,
  });
  return Promise.all(mixes.map(viewOf));
}

/**
 * Calls off an export that waits or runs, and removes one that has ended.
 * @throws ForbiddenError unless the person asked for it or owns the project
 */
export async function removeMix(user: { readonly id: string }, role: Role, mix: MixWithJob): Promise<void> {
  if (mix.requestedBy !== user.id && role !== 'owner') {
    throw new ForbiddenError('Only who asked for an export and the owner of the project may remove it.');
  }
  if (await requestCancel(mix.jobId)) return;
  await getPrisma().mix.deleteMany({ where: { id: mix.id } });
  await getPrisma().job.deleteMany({ where: { id: mix.jobId, mix: null } });
  await getStorage().delete(mixKey(mix.id, mix.format));
}
