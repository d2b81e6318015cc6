// Requests a set: its current tracks and constraints, the analyses it waits for, and all following jobs.
import { randomUUID } from 'node:crypto';
import { recordActivity } from '@/platform/activity';
import { advanceSet } from '@/platform/automix/set-flow';
import type { SetRequest } from '@/platform/automix/set-request';
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { checkSetFormat, checkSetTracks } from '@/server/plan-checks';
import type { ProjectOwner } from '@/server/projects/new-project';
import { requestAnalysis } from '@/server/projects/request-analysis';
import { checkTrackLengths } from '@/server/tracks/track-length';
import { chargeUsage, checkLiveJobs, checkUsage } from '@/server/usage/usage';

/** Many tracks mean many rows. */
const TRANSACTION_MS = { maxWait: 10_000, timeout: 60_000 };

export interface RequestedTrack {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
}

export interface RequestedSet {
  readonly projectId: string | null;
  readonly title: string;
  readonly request: SetRequest;
  readonly tracks: readonly RequestedTrack[];
  readonly expiresAt: Date;
  readonly deleteAfterDownload: boolean;
}

type Transaction = Prisma.TransactionClient;

async function insertSet(tx: Transaction, user: ProjectOwner, set: RequestedSet): Promise<string> {
  const { projectId, title, request, tracks, expiresAt, deleteAfterDownload } = set;
  const id = randomUUID();
  await tx.djSet.create({
    data: {
      id,
      projectId,
      title,
      expiresAt,
      deleteAfterDownload,
      requestedBy: user.id,
      format: request.format,
      request: request as unknown as Prisma.InputJsonObject,
      tracks: {
        create: tracks.map(({ id: trackId, name, sha256 }, place) => ({ trackId, name, sha256, place })),
      },
    },
  });
  return id;
}

/** Asks for the analysis of each track; the list shows the newest, as after the separation of its song. */
async function requestAnalyses(
  tx: Transaction,
  user: ProjectOwner,
  setId: string,
  { projectId, tracks }: RequestedSet,
): Promise<void> {
  const jobs: Prisma.DjSetJobCreateManyInput[] = [];
  for (const [place, { sha256 }] of tracks.entries()) {
    const jobId = await requestAnalysis(tx, sha256, user);
    jobs.push({ setId, jobId, phase: 'analysing', place });
    if (projectId !== null) {
      await tx.track.updateMany({ where: { projectId, sha256 }, data: { analysisId: jobId } });
    }
  }
  await tx.djSetJob.createMany({ data: jobs });
}

/**
 * Writes a set and everything that can begin at once, in one transaction. The contents of its tracks are in use.
 * @returns the id of the set
 * @throws PlanLimitError for a format, a number of tracks or of sets that the plan has not
 */
export async function requestSet(user: ProjectOwner, set: RequestedSet): Promise<string> {
  checkSetFormat(user.plan, set.request.format);
  checkSetTracks(user.plan, set.tracks.length);
  // As for exports: a refusal waits for nobody's turn.
  await checkUsage(user, 'set');
  return getPrisma().$transaction(async (tx) => {
    await chargeUsage(tx, user, 'set');
    await checkTrackLengths(tx, set.tracks);
    const id = await insertSet(tx, user, set);
    await requestAnalyses(tx, user, id, set);
    await advanceSet(tx, id);
    await checkLiveJobs(tx, user);
    if (set.projectId !== null) {
      const what = { kind: 'set-asked', tracks: set.tracks.length, format: set.request.format } as const;
      await recordActivity(tx, { projectId: set.projectId, actorId: user.id, what });
      await publish({ type: 'sets', projectId: set.projectId }, tx);
    }
    return id;
  }, TRANSACTION_MS);
}
