// The beats of a project's song: none until somebody had it analysed, and then those of the newest analysis.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJob } from '@/platform/job-store';
import { analyseTrackJob } from '@/platform/jobs/analyse-track';
import { getStorage } from '@/platform/storage';
import { trackAnalysisKey } from '@/platform/storage/keys';
import { call } from './testing/call';
import { uploadNew } from './testing/sounds';
import { newPerson, openTestStudio, type Person, type TestStudio } from './testing/studio';

let studio: TestStudio;
let ana: Person;
let projectId: string;

beforeAll(async () => {
  studio = await openTestStudio();
  ana = await newPerson(studio);
  projectId = await uploadNew(ana);
});
afterAll(() => studio.close());

const beats = async (): Promise<unknown> =>
  (await call('GET', `/projects/${projectId}/beats`, { as: ana })).json();

/** Ends an analysis as a worker would. */
async function analyse(sha256: string, withStems: boolean, positions: readonly number[]): Promise<void> {
  const { prisma } = studio.database;
  const id = analyseTrackJob.idOf({ sha256, separationId: withStems ? 'separated' : null });
  const input = { sha256, separationId: null };
  await prisma.$transaction((tx) => createJob(tx, analyseTrackJob, { id, input, requestedBy: ana.id }));
  const analysis = { sampleRate: 44_100, beats: positions, downbeats: positions.slice(0, 1), tuning: 0 };
  await getStorage().put(trackAnalysisKey(id), Buffer.from(JSON.stringify(analysis)));
  await prisma.job.update({ where: { id }, data: { state: 'done', finishedAt: new Date() } });
}

it('are reported in seconds once they are known', async () => {
  expect(await beats()).toEqual({ beats_s: [], downbeats_s: [] });
  const { sha256 } = await studio.database.prisma.song.findUniqueOrThrow({ where: { projectId } });
  await analyse(sha256, false, [44_100]);
  await analyse(sha256, true, [22_050, 66_150]);
  expect(await beats()).toEqual({ beats_s: [0.5, 1.5], downbeats_s: [0.5] });
});
