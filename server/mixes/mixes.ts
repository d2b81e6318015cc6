// Exports as the API shows them: finding one, progress, report and link; cancelling and removing it.

import { getPrisma } from '@/platform/database/client';
import type { Project, Role } from '@/platform/database/generated/client';
import { requestCancel } from '@/platform/job-store';
import { log } from '@/platform/log';
import { removeObject } from '@/platform/removal/counts';
import { getStorage } from '@/platform/storage';
import { mixKey } from '@/platform/storage/keys';
import { studioTime } from '@/platform/studio-clock';
import { type ProjectAccess, requireRole } from '@/server/auth/authorise';
import { ForbiddenError, GoneError, NotFoundError } from '@/server/errors';
import { forecastOfMixes, type MixView, type MixWithJob, viewOfMix, WITH_JOB } from './mix-view';

/** Whether the file of an export has been, or may any moment be, removed. */
export const isExpired = (mix: { readonly expiresAt: Date | null }, now: Date = studioTime()): boolean =>
  mix.expiresAt !== null && mix.expiresAt <= now;

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
export const describeMix = async (mix: MixWithJob): Promise<MixView> =>
  viewOfMix(mix, isExpired(mix), await forecastOfMixes([mix]));

/** Maximum length of the list. */
const LISTED = 100;

/** The exports of a project, the newest first. */
export async function mixesOf(projectId: string): Promise<MixView[]> {
  const mixes = await getPrisma().mix.findMany({
    where: { projectId },
    include: WITH_JOB,
    orderBy: { createdAt: 'desc' },
    take: LISTED,
  });
  const forecast = await forecastOfMixes(mixes);
  return mixes.map((mix) => viewOfMix(mix, isExpired(mix), forecast));
}

/**
 * Cancels an export that waits or runs, and removes one that has ended.
 * @throws ForbiddenError unless the user requested it or owns the project
 */
export async function removeMix(user: { readonly id: string }, role: Role, mix: MixWithJob): Promise<void> {
  if (mix.requestedBy !== user.id && role !== 'owner') {
    throw new ForbiddenError('Only who asked for an export and the owner of the project may remove it.');
  }
  if (await requestCancel(mix.jobId)) return;
  await getPrisma().mix.deleteMany({ where: { id: mix.id } });
  await getPrisma().job.deleteMany({ where: { id: mix.jobId, mix: null } });
  const bytes = await removeObject(getStorage(), mixKey(mix.id, mix.format));
  log.info({ mixId: mix.id, projectId: mix.projectId, bytes }, 'An export was deleted by a person.');
}
