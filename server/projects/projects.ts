// The projects of a user: listing, creating, renaming.
import type { z } from 'zod';
import type { projectSchema } from '@/contract/http/projects';
import { recordActivity } from '@/platform/activity';
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import type { Prisma, ProjectKind, Role } from '@/platform/database/generated/client';
import { joinSetJob } from '@/platform/jobs/make-set';
import { removedTracks } from '@/server/documents/removed-tracks';
import { insertProject, type ProjectOwner } from './new-project';
import { statusOf } from './status';

type ProjectView = z.input<typeof projectSchema>;

const SHOWN = {
  song: { select: { separation: { select: { state: true } } } },
  _count: { select: { memberships: true, sources: true } },
  tracks: { select: { id: true, name: true } },
  djSets: {
    orderBy: { createdAt: 'desc' },
    take: 1,
    select: {
      cancelledAt: true,
      // What decides about the state of a set: its last job, and whatever stopped it before that.
      jobs: {
        where: { OR: [{ phase: 'joining' }, { job: { state: { in: ['failed', 'cancelled'] } } }] },
        select: { phase: true, job: { select: { state: true, result: true } } },
      },
    },
  },
} satisfies Prisma.ProjectInclude;

type ShownProject = Prisma.ProjectGetPayload<{ include: typeof SHOWN }>;

/** The state of the last set, and its length once it is complete. */
function lastSetOf({ djSets: [set] }: ShownProject): Pick<ProjectView, 'set_status' | 'set_duration_s'> {
  if (!set) return { set_status: null, set_duration_s: null };
  const joined = set.jobs.find(({ phase, job }) => phase === 'joining' && job.state === 'done');
  if (joined) {
    const file = joinSetJob.result.safeParse(joined.job.result).data;
    return { set_status: 'complete', set_duration_s: file?.durationS ?? null };
  }
  const hasFailed =
    set.cancelledAt !== null ||
    set.jobs.some(({ job }) => job.state === 'failed' || job.state === 'cancelled');
  return { set_status: hasFailed ? 'failed' : 'running', set_duration_s: null };
}

/** As many as the page of the set shows. Few projects have tracks: the documents of the others are not read. */
async function countTracks({ id, tracks }: ShownProject): Promise<number> {
  return tracks.length - (await removedTracks(id, tracks)).length;
}

async function viewOf(project: ShownProject, role: Role): Promise<ProjectView> {
  return {
    id: project.id,
    name: project.name,
    kind: project.kind,
    role,
    status: statusOf(project.song?.separation.state),
    created_at: project.createdAt.toISOString(),
    updated_at: project.updatedAt.toISOString(),
    expires_at: project.expiresAt?.toISOString() ?? null,
    member_count: project._count.memberships,
    track_count: await countTracks(project),
    source_count: project._count.sources,
    ...lastSetOf(project),
  };
}

/** Every project the person is a member of, the last changed first. */
export async function listProjects(userId: string): Promise<ProjectView[]> {
  const memberships = await getPrisma().membership.findMany({
    where: { userId },
    include: { project: { include: SHOWN } },
    orderBy: { project: { updatedAt: 'desc' } },
  });
  const views: ProjectView[] = [];
  // One after the other: a list shall not take all connections of the pool.
  for (const { project, role } of memberships) views.push(await viewOf(project, role));
  return views;
}

/** One project as a member with `role` sees it. */
export async function describeProject(projectId: string, role: Role): Promise<ProjectView> {
  const project = await getPrisma().project.findUniqueOrThrow({ where: { id: projectId }, include: SHOWN });
  return viewOf(project, role);
}

/**
 * Creates a project without a song.
 * @throws PlanLimitError when the user owns as many as their plan allows
 */
export async function createProject(
  owner: ProjectOwner,
  name: string,
  kind: ProjectKind = 'session',
): Promise<ProjectView> {
  const { id } = await getPrisma().$transaction((tx) => insertProject(tx, owner, name, kind));
  return describeProject(id, 'owner');
}

/** Renames a project; everyone who watches it is notified with the commit. */
export async function renameProject(projectId: string, name: string, actorId: string): Promise<void> {
  await getPrisma().$transaction(async (tx) => {
    const { name: before } = await tx.project.findUniqueOrThrow({ where: { id: projectId } });
    if (before === name) return;
    await tx.project.update({ where: { id: projectId }, data: { name } });
    await recordActivity(tx, { projectId, actorId, what: { kind: 'renamed', before, after: name } });
    await publish({ type: 'renamed', projectId }, tx);
  });
}
