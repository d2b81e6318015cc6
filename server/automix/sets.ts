// Sets as the API shows them: finding one, progress, link; cancelling and removing it.

import type { z } from 'zod';
import type { setSchema } from '@/contract/http/sets';
import { setRequestSchema } from '@/platform/automix/set-request';
import { cancelSet, deleteSetRows } from '@/platform/automix/stop-set';
import { getPrisma } from '@/platform/database/client';
import type { Prisma, Role } from '@/platform/database/generated/client';
import { joinSetJob, planSetJob } from '@/platform/jobs/make-set';
import { DAMAGE_COLUMNS, storedDamageNote } from '@/platform/media/stored-damage';
import { studioTime } from '@/platform/studio-clock';
import { requireRole } from '@/server/auth/authorise';
import { ForbiddenError, GoneError, NotFoundError } from '@/server/errors';
import { setUrl } from './set-link';
import { predictSet, readPace, type SetProgress } from './set-progress';

type SetView = z.input<typeof setSchema>;

const SHOWN = {
  id: true,
  state: true,
  progress: true,
  etaS: true,
  error: true,
  result: true,
} satisfies Prisma.JobSelect;

export const WITH_JOBS = {
  tracks: {
    include: { asset: { select: { durationS: true, ...DAMAGE_COLUMNS } } },
    orderBy: { place: 'asc' },
  },
  jobs: { include: { job: { select: SHOWN } }, orderBy: { place: 'asc' } },
} satisfies Prisma.DjSetInclude;
export type SetWithJobs = Prisma.DjSetGetPayload<{ include: typeof WITH_JOBS }>;

const CANCELLED = 'The set was cancelled.';

/** Whether the files of a set have been, or may any moment be, removed. */
export const isOver = (set: { readonly expiresAt: Date | null }, now: Date = studioTime()): boolean =>
  set.expiresAt !== null && set.expiresAt <= now;

/** How far a set is. */
export async function progressOf(set: SetWithJobs): Promise<SetProgress> {
  const audioS = set.tracks.reduce((sum, { asset }) => sum + asset.durationS, 0);
  const size = { audioS, tracks: set.tracks.length };
  return predictSet(set.jobs, size, await readPace(set.jobs), set.cancelledAt !== null);
}

/** What went wrong, with the name of the track it is about. */
export function errorOf(set: SetWithJobs): string | null {
  const failed = set.jobs.find(({ job }) => job.state === 'failed');
  if (!failed) {
    const isCancelled = set.cancelledAt !== null || set.jobs.some(({ job }) => job.state === 'cancelled');
    return isCancelled ? CANCELLED : null;
  }
  const track = failed.phase === 'analysing' && set.tracks.find(({ place }) => place === failed.place);
  return track ? `${track.name}: ${failed.job.error}` : failed.job.error;
}

function planOf(set: SetWithJobs) {
  const result = set.jobs.find(({ phase }) => phase === 'planning')?.job.result;
  return planSetJob.result.safeParse(result).data ?? null;
}

function tracksInOrder(set: SetWithJobs): SetView['tracks'] {
  const order = planOf(set)?.order.map(({ id }) => id) ?? set.tracks.map(({ trackId }) => trackId);
  const names = new Map(set.tracks.map(({ trackId, name }) => [trackId, name]));
  return order.map((id) => ({ id, name: names.get(id) ?? id }));
}

/** What is wrong with the files of its tracks. */
function damageNotes({ tracks }: SetWithJobs): string[] {
  return tracks.flatMap(({ name, asset }) => {
    const note = storedDamageNote(asset);
    return note === null ? [] : [`${name}: ${note}`];
  });
}

/** What GET /automix/{id} answers. */
export async function describeSet(set: SetWithJobs): Promise<SetView> {
  const progress = await progressOf(set);
  const joined = set.jobs.find(({ phase }) => phase === 'joining')?.job.result;
  const file = joinSetJob.result.safeParse(joined).data ?? null;
  const { strategy, format } = setRequestSchema.parse(set.request);
  const plan = planOf(set);
  return {
    id: set.id,
    project_id: set.projectId,
    title: set.title,
    status: progress.status,
    phase: progress.phase,
    current_segment: progress.currentSegment,
    total_segments: progress.totalSegments,
    progress: progress.progress,
    eta_s: progress.etaS,
    error: errorOf(set),
    strategy: plan?.strategy ?? strategy,
    format,
    created_at: set.createdAt.toISOString(),
    expires_at: set.expiresAt?.toISOString() ?? null,
    duration_s: file?.durationS ?? null,
    bytes: file?.bytes ?? null,
    notes: [...damageNotes(set), ...(plan?.notes ?? [])],
    tracks: tracksInOrder(set),
    set_url: progress.status === 'complete' && !isOver(set) ? setUrl(set.id) : null,
  };
}

/** @throws NotFoundError when there is none */
async function findSet(id: string): Promise<SetWithJobs> {
  const set = await getPrisma().djSet.findUnique({ where: { id }, include: WITH_JOBS });
  if (!set) throw new NotFoundError('set');
  return set;
}

/**
 * The set that a signed link is for; the signature has been checked.
 * @throws GoneError when it was removed since
 */
export async function findLinkedSet(id: string): Promise<SetWithJobs> {
  const set = await getPrisma().djSet.findUnique({ where: { id }, include: WITH_JOBS });
  if (!set) throw new GoneError('This set was removed.');
  return set;
}

/**
 * A set that this person may see: their own, or one of a project in which they have `needed`.
 * @throws NotFoundError when it does not exist or is none of theirs; ForbiddenError when their role is not enough
 */
export async function requireSet(
  user: { readonly id: string },
  id: string,
  needed: Role,
): Promise<{ readonly set: SetWithJobs; readonly role: Role }> {
  const set = await findSet(id);
  if (set.projectId !== null) return { set, role: (await requireRole(user, set.projectId, needed)).role };
  if (set.requestedBy !== user.id) throw new NotFoundError('set');
  return { set, role: 'owner' };
}

/** Maximum length of the list. */
const LISTED = 50;

/** The sets of a project, the newest first. */
export async function listSets(projectId: string): Promise<SetView[]> {
  const sets = await getPrisma().djSet.findMany({
    where: { projectId },
    include: WITH_JOBS,
    orderBy: { createdAt: 'desc' },
    take: LISTED,
  });
  return Promise.all(sets.map(describeSet));
}

/** Whether somebody with this role in its project may remove a set. */
export const mayRemove = (user: { readonly id: string }, role: Role, set: SetWithJobs): boolean =>
  set.requestedBy === user.id || role === 'owner';

/**
 * Cancels a set that is still being made, and removes it with its files.
 * @throws ForbiddenError unless the person asked for it or owns the project
 */
export async function removeSet(user: { readonly id: string }, role: Role, set: SetWithJobs): Promise<void> {
  if (!mayRemove(user, role, set)) {
    throw new ForbiddenError('Only who asked for a set and the owner of the project may remove it.');
  }
  await cancelSet(set.id);
  await deleteSetRows(set.id);
}
