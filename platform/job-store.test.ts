// The job store: one row per id for any number of requests, one outcome, and a view for users.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './database/testing/test-database';
import {
  claimJob,
  completeJob,
  failJob,
  type JobRun,
  MAX_ATTEMPTS,
  recordHeartbeat,
  releaseJob,
  reportJob,
} from './job-run';
import { createJob, jobQueuePosition, jobView, listLiveJobs, requestCancel } from './job-store';
import { separationJob } from './jobs/separation';
import { publishStemResults, publishStemsToProjects } from './stem-results';
import { addProjectWithSong, TEST_MODEL, TEST_STEMS, testHash } from './testing/rows';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const request = (word: string, requestedBy: string | null = null) => ({
  id: `sep-${word}`,
  input: { sha256: testHash(word), modelId: TEST_MODEL },
  requestedBy,
});
const create = (word: string) => createJob(database.prisma, separationJob, request(word));

async function claim(word: string): Promise<JobRun> {
  const run = await claimJob(`sep-${word}`);
  if (!run) throw new Error(`${word} could not be claimed`);
  return run;
}

const stateOf = async (word: string) =>
  database.prisma.job.findUniqueOrThrow({ where: { id: `sep-${word}` } });

describe('asking for a job', () => {
  it('queues it once, whoever asks and however many at a time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => create('once')));
    expect(answers.filter((answer) => answer.queued)).toHaveLength(1);
    expect(answers.every((answer) => answer.state === 'queued')).toBe(true);
  });

  it('refuses an input that does not fit and an id that the queue cannot carry', async () => {
    const bad = { ...request('bad'), input: { sha256: 'short', modelId: TEST_MODEL } };
    await expect(createJob(database.prisma, separationJob, bad)).rejects.toThrow();
    for (const id of ['a:b', '1234', '']) {
      await expect(createJob(database.prisma, separationJob, { ...request('bad'), id })).rejects.toThrow(
        RangeError,
      );
    }
    expect(await database.prisma.job.count({ where: { id: 'sep-bad' } })).toBe(0);
  });

  it('revives what failed or was cancelled, and leaves alone what is done', async () => {
    await create('revived');
    await failJob(await claim('revived'), 'It broke.');
    expect(await jobView('sep-revived')).toMatchObject({ state: 'failed', error: 'It broke.' });
    expect(await create('revived')).toEqual({ state: 'queued', queued: true });
    expect(await stateOf('revived')).toMatchObject({
      state: 'queued',
      error: null,
      attempts: 0,
      progress: 0,
    });
    await completeJob(database.prisma, await claim('revived'), TEST_STEMS);
    expect(await create('revived')).toEqual({ state: 'done', queued: false });
  });

  it('leaves no row when its transaction is rolled back', async () => {
    const rolledBack = database.prisma.$transaction(async (tx) => {
      await createJob(tx, separationJob, request('undone'));
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect(await jobView('sep-undone')).toBeNull();
  });
});

describe('running a job', () => {
  it('shows progress within its range', async () => {
    await create('progress');
    const run = await claim('progress');
    expect(await reportJob(run, { stage: 'separating', progress: 1.5, etaS: 12 })).toBe(true);
    expect(await jobView('sep-progress')).toMatchObject({
      state: 'running',
      stage: 'separating',
      progress: 1,
      etaS: 12,
      queuePosition: null,
    });
  });

  it('lets the first outcome stand and ignores a worker that lost its job', async () => {
    await create('twice');
    const lost = await claim('twice');
    const current = await claim('twice');
    expect(current.attempt).toBe(2);
    expect(await recordHeartbeat(lost)).toBe(false);
    expect(await reportJob(lost, { stage: 'late', progress: 0.1 })).toBe(false);
    expect(await failJob(lost, 'too late')).toBeNull();
    expect(await completeJob(database.prisma, current, TEST_STEMS)).toBe(true);
    expect(await completeJob(database.prisma, current, { other: true })).toBe(false);
    expect(await completeJob(database.prisma, lost, { other: true })).toBe(false);
    expect(await stateOf('twice')).toMatchObject({ state: 'done', progress: 1, result: TEST_STEMS });
    expect(await claimJob('sep-twice')).toBeNull();
  });

  it('is final at once when it is cancelled', async () => {
    await create('cancelled');
    const run = await claim('cancelled');
    expect(await requestCancel('sep-cancelled')).toBe(true);
    expect(await recordHeartbeat(run)).toBe(false);
    expect(await completeJob(database.prisma, run, TEST_STEMS)).toBe(false);
    expect(await requestCancel('sep-cancelled')).toBe(false);
    expect(await stateOf('cancelled')).toMatchObject({ state: 'cancelled', cancelAsked: true });
    expect(await requestCancel('sep-nowhere')).toBe(false);
  });

  it('tries again while attempts remain; a shutdown is none', async () => {
    await create('again');
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      expect(await failJob(await claim('again'), 'not now', { retry: true })).toBe('queued');
      expect(await releaseJob(await claim('again'))).toBe(true);
    }
    expect(await failJob(await claim('again'), 'not at all', { retry: true })).toBe('failed');
    expect(await stateOf('again')).toMatchObject({ error: 'not at all', attempts: MAX_ATTEMPTS });
  });

  it('gives up on a job that takes its workers down', async () => {
    await create('poison');
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) await claim('poison');
    expect(await claimJob('sep-poison')).toBeNull();
    expect(await stateOf('poison')).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('broke off'),
    });
  });
});

describe('the outbox rows of a finished separation', () => {
  it('is one outbox row per project, also for a project that comes later, also when offered again', async () => {
    const first = await addProjectWithSong(database.prisma, 'shared song');
    const second = await addProjectWithSong(database.prisma, 'shared song');
    const run = await claimJob(first.jobId);
    await database.prisma.$transaction(async (tx) => {
      await completeJob(tx, run as JobRun, TEST_STEMS);
      await publishStemsToProjects(tx, first.jobId);
    });
    const third = await addProjectWithSong(database.prisma, 'shared song');
    for (let time = 0; time < 2; time++) {
      await publishStemResults(database.prisma, third.projectId, third.jobId);
      await publishStemsToProjects(database.prisma, first.jobId);
    }
    const rows = await database.prisma.outbox.findMany();
    expect(rows.map((row) => row.projectId).sort()).toEqual(
      [first.projectId, second.projectId, third.projectId].sort(),
    );
    expect(rows[0]?.edit).toMatchObject({
      type: 'put-stems',
      stems: [{ id: 'vocals', name: 'Vocals', sourceId: first.jobId, lengthSamples: 44_100 }, {}, {}, {}],
    });
  });

  it('waits for an upload that is about to use it', async () => {
    const first = await addProjectWithSong(database.prisma, 'raced song');
    const run = (await claimJob(first.jobId)) as JobRun;
    let uploaded: { projectId: string } | undefined;
    let completing: Promise<void> | undefined;
    await database.prisma.$transaction(async (tx) => {
      const again = { id: first.jobId, input: { sha256: testHash('raced song'), modelId: TEST_MODEL } };
      expect(await createJob(tx, separationJob, { ...again, requestedBy: null })).toMatchObject({
        state: 'running',
      });
      completing = database.prisma.$transaction(async (other) => {
        await completeJob(other, run, TEST_STEMS);
        await publishStemsToProjects(other, first.jobId);
      });
      uploaded = await addProjectWithSong(tx, 'raced song');
    });
    await completing;
    expect(await database.prisma.outbox.count({ where: { projectId: uploaded?.projectId } })).toBe(1);
  });

  it('cannot be offered before it is done', async () => {
    const { projectId, jobId } = await addProjectWithSong(database.prisma, 'unfinished song');
    await expect(publishStemResults(database.prisma, projectId, jobId)).rejects.toThrow();
  });
});

describe('what people see', () => {
  it('is the place in a queue where people take turns', async () => {
    await database.prisma.job.updateMany({ where: { state: 'queued' }, data: { state: 'cancelled' } });
    for (const word of ['ann-1', 'ann-2', 'ann-3']) {
      await createJob(database.prisma, separationJob, request(word, 'ann'));
    }
    await createJob(database.prisma, separationJob, request('bob-1', 'bob'));
    const places = await Promise.all(
      ['ann-1', 'bob-1', 'ann-2', 'ann-3'].map((word) => jobQueuePosition(`sep-${word}`)),
    );
    expect(places).toEqual([1, 2, 3, 4]);
    await claim('ann-1');
    expect(await jobQueuePosition('sep-bob-1')).toBe(1);
    expect(await jobQueuePosition('sep-ann-1')).toBeNull();
  });

  it('is nothing of a kind that this version does not know, which can still be cancelled', async () => {
    const { projectId, jobId } = await addProjectWithSong(database.prisma, 'song of another version');
    await database.prisma.job.update({ where: { id: jobId }, data: { name: 'from-the-future' } });
    expect(await jobView(jobId)).toBeNull();
    expect(await listLiveJobs(projectId)).toEqual([]);
    expect(await requestCancel(jobId)).toBe(true);
  });

  it('lists what is live in a project, with the projects it is for', async () => {
    const { projectId, jobId } = await addProjectWithSong(database.prisma, 'watched song');
    expect(await listLiveJobs(projectId)).toEqual([
      expect.objectContaining({ jobId, state: 'queued', projectIds: [projectId], mixId: null }),
    ]);
    await requestCancel(jobId);
    expect(await listLiveJobs(projectId)).toEqual([]);
  });
});
