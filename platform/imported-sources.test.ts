// Imported files reach every session that waits for them once, under the name each gave them, and the activity says so.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { required } from '@/contract/required';
import { SEGMENT_SAMPLES } from '@/contract/units';
import { closeBus } from './bus';
import { getPrisma } from './database/client';
import { openTestDatabase, type TestDatabase } from './database/testing/test-database';
import { publishImportToProjects, publishSource } from './imported-sources';
import { claimJob, completeJob } from './job-run';
import { createJob } from './job-store';
import { type ImportSourceResult, importedStemId, importSourceJob } from './jobs/import-source';
import { testHash } from './testing/rows';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await closeBus();
  await database.close();
});

const sha256 = testHash('a bass');
const jobId = importSourceJob.idOf({ sha256 });
const stem = importedStemId(sha256);
const RESULT: ImportSourceResult = {
  sampleRate: 44_100,
  lengthSamples: 100_000,
  segmentSamples: SEGMENT_SAMPLES,
  stems: [{ id: stem, headroomBits: 1, peakDbfs: 2 }],
  wallSeconds: 1,
};

/** A session whose owner imported the file as `name`. */
async function addSource(name: string) {
  const prisma = getPrisma();
  const owner = await prisma.user.create({ data: { name } });
  const project = await prisma.project.create({ data: { name, ownerId: owner.id } });
  return prisma.source.create({ data: { projectId: project.id, sha256, name, jobId, addedBy: owner.id } });
}

const editsOf = async (projectId: string) =>
  (await getPrisma().outbox.findMany({ where: { projectId } })).map(({ edit }) => edit);

it('an import is published with the transaction that completes it, to each project once', async () => {
  const prisma = getPrisma();
  const audio = { container: 'wav', codec: 'pcm', sampleRate: 44_100, channels: 2, durationS: 2 };
  await prisma.asset.create({ data: { sha256, bytes: 1n, ...audio } });
  await createJob(prisma, importSourceJob, { id: jobId, input: { sha256, durationS: 2 }, requestedBy: null });
  const [ana, ben, left] = [await addSource('Bass DI'), await addSource('Take 3'), await addSource('Gone')];
  await prisma.source.update({ where: { id: ben.id }, data: { isTrack: false } });
  // The project is another's by now; who imported the file has closed the account.
  const heir = await prisma.user.create({ data: { name: 'Heir' } });
  await prisma.project.update({ where: { id: left.projectId }, data: { ownerId: heir.id } });
  await prisma.user.delete({ where: { id: required(left.addedBy, 'who added it') } });

  const run = required(await claimJob(jobId), 'a job to claim');
  for (let tries = 0; tries < 2; tries++) {
    await prisma.$transaction(async (tx) => {
      if (await completeJob(tx, run, RESULT)) await publishImportToProjects(tx, jobId);
    });
  }
  for (const { projectId, name, addedBy } of [ana, ben, { ...left, addedBy: null }]) {
    const { wallSeconds: _, stems: __, ...extent } = RESULT;
    const published = { id: stem, name, sourceId: jobId, ...extent, headroomBits: 1 };
    expect(await editsOf(projectId)).toEqual([
      { type: 'put-source', source: published, isTrack: name !== 'Take 3' },
    ]);
    expect(await prisma.activity.findMany({ where: { projectId } })).toMatchObject([
      { kind: 'imported', actorId: addedBy, details: { name, stem } },
    ]);
  }

  await prisma.$transaction((tx) => publishSource(tx, ana));
  expect(await editsOf(ana.projectId)).toHaveLength(2);
  expect(await prisma.activity.count({ where: { projectId: ana.projectId } })).toBe(1);
});
