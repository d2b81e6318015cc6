// The steps of a set: as soon as all jobs of one are done, the jobs of the next are there.

import { HOUR_MS } from '@/contract/durations';
import { required } from '@/contract/required';
import { databaseNow } from '@/platform/database/clock';
import type { Prisma } from '@/platform/database/generated/client';
import { createJob } from '../job-store';
import { analyseTrackJob } from '../jobs/analyse-track';
import { joinSetJob, planSetJob, renderSegmentJob } from '../jobs/make-set';
import { setRequestSchema } from './set-request';

/*
 * Rows, not the queue, say what follows what: the jobs of the next step are created in the transaction that writes
 * the last result of this one. So a crash loses neither, and a job that was enqueued twice starts nothing twice.
 */

type Transaction = Prisma.TransactionClient;

/** A set without a project is gone an hour after it was asked for, or after it was finished. */
export const SESSION_MS = HOUR_MS;

const WITH_ALL = {
  tracks: { orderBy: { place: 'asc' } },
  jobs: { include: { job: true }, orderBy: { place: 'asc' } },
} satisfies Prisma.DjSetInclude;
type WholeSet = Prisma.DjSetGetPayload<{ include: typeof WITH_ALL }>;
type SetJob = WholeSet['jobs'][number];
type Phase = SetJob['phase'];

/** Locks the set: of two jobs that end at once, the second sees the first one's result. Null when it is gone. */
async function lockSet(tx: Transaction, setId: string): Promise<WholeSet | null> {
  const locked = await tx.$queryRaw<unknown[]>`SELECT 1 FROM "DjSet" WHERE "id" = ${setId} FOR UPDATE`;
  return locked.length === 0 ? null : tx.djSet.findUnique({ where: { id: setId }, include: WITH_ALL });
}

async function link(tx: Transaction, setId: string, jobId: string, phase: Phase, place = 0): Promise<void> {
  await tx.djSetJob.create({ data: { setId, jobId, phase, place } });
}

async function plan(tx: Transaction, set: WholeSet, analyses: readonly SetJob[]): Promise<void> {
  const { strategy, constraints } = setRequestSchema.parse(set.request);
  const tracks = set.tracks.map(({ trackId: id, name, sha256, place }) => {
    const analysis = analyses.find((each) => each.place === place);
    const { job } = required(analysis, `The analysis of track ${place} of a set`);
    const { separationId } = analyseTrackJob.input.parse(job.input);
    return { id, name, sha256, analysisId: job.id, separationId };
  });
  const id = planSetJob.idOf({ setId: set.id });
  const input = { setId: set.id, strategy, constraints, tracks };
  await createJob(tx, planSetJob, { id, input, requestedBy: set.requestedBy });
  await link(tx, set.id, id, 'planning');
}

async function render(tx: Transaction, set: WholeSet, [planning]: readonly SetJob[]): Promise<void> {
  const { order } = planSetJob.result.parse(required(planning, 'The plan of a set').job.result);
  for (const [index, { lengthSamples, sampleRate }] of order.entries()) {
    const id = renderSegmentJob.idOf({ setId: set.id, index });
    const input = { setId: set.id, index, lengthSamples, sampleRate };
    await createJob(tx, renderSegmentJob, { id, input, requestedBy: set.requestedBy });
    await link(tx, set.id, id, 'rendering', index);
  }
}

async function join(tx: Transaction, set: WholeSet, segments: readonly SetJob[]): Promise<void> {
  const inputs = segments.map(({ job }) => renderSegmentJob.input.parse(job.input));
  const { format } = setRequestSchema.parse(set.request);
  const id = joinSetJob.idOf({ setId: set.id });
  const input = {
    setId: set.id,
    title: set.title,
    format,
    lengthSamples: inputs.reduce((sum, { lengthSamples }) => sum + lengthSamples, 0),
    sampleRate: required(inputs[0], 'The first segment of a set').sampleRate,
  };
  await createJob(tx, joinSetJob, { id, input, requestedBy: set.requestedBy });
  await link(tx, set.id, id, 'joining');
}

/** A set of files that were sent for it alone stays for an hour from now. */
async function finish(tx: Transaction, { id, projectId }: WholeSet): Promise<void> {
  if (projectId !== null) return;
  const now = await databaseNow(tx);
  await tx.djSet.update({ where: { id }, data: { expiresAt: new Date(now.getTime() + SESSION_MS) } });
}

type Step = (tx: Transaction, set: WholeSet, finished: readonly SetJob[]) => Promise<void>;

/** What follows each phase, the last first. */
const NEXT: ReadonlyArray<readonly [Phase, Step]> = [
  ['joining', finish],
  ['rendering', join],
  ['planning', render],
  ['analysing', plan],
];

/** Begins the next step of a set if all jobs of its present one are done; anything else changes nothing. */
export async function advanceSet(tx: Transaction, setId: string): Promise<void> {
  const set = await lockSet(tx, setId);
  if (!set || set.cancelledAt !== null) return;
  for (const [phase, next] of NEXT) {
    const jobs = set.jobs.filter((each) => each.phase === phase);
    if (jobs.length === 0) continue;
    if (jobs.every(({ job }) => job.state === 'done')) await next(tx, set, jobs);
    return;
  }
}

/** Moves every set on that waited for this job; part of the transaction that completes it. */
export async function advanceSetsOf(tx: Transaction, jobId: string): Promise<void> {
  const waiting = await tx.djSetJob.findMany({
    where: { jobId },
    select: { setId: true },
    orderBy: { setId: 'asc' },
  });
  for (const { setId } of waiting) await advanceSet(tx, setId);
}
