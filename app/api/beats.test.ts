// The beats of a project's song: every song of a session is analysed, once per content, and the newest analysis counts.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cancelUnwantedJobs } from '@/platform/automix/stop-set';
import { createJob } from '@/platform/job-store';
import { analyseTrackJob } from '@/platform/jobs/analyse-track';
import { getStorage } from '@/platform/storage';
import { trackAnalysisKey } from '@/platform/storage/keys';
import { call } from './testing/call';
import { longSilence, newSong, upload, uploadNew } from './testing/sounds';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';

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

const songOf = (id: string) =>
  studio.database.prisma.song.findUniqueOrThrow({ where: { projectId: id }, include: { analysis: true } });

/** Uploads a file as the song of a project, of a new one where none is named. */
async function songIn(as: Person, content: Buffer, home?: string): Promise<string> {
  const response = await upload(as, content, home === undefined ? {} : { fields: { project_id: home } });
  expect(response.status).toBe(202);
  return ((await response.json()) as { project_id: string }).project_id;
}

it('are looked for in every song of a session, once per content, without a charge', async () => {
  const [content, ben] = [newSong(), await newPerson(studio)];
  const [first, second] = [await songIn(ana, content), await songIn(ben, content)];
  const { analysis, analysisId, sha256 } = await songOf(first);
  expect(analysis).toMatchObject({
    name: 'analyse-track',
    state: 'queued',
    input: { sha256, separationId: null },
    requestedBy: ana.id,
  });
  expect((await songOf(second)).analysisId).toBe(analysisId);
  const where = { kind: 'analysis', userId: { in: [ana.id, ben.id] } };
  expect(await studio.database.prisma.usage.count({ where })).toBe(0);

  const state = async () =>
    (await studio.database.prisma.job.findUniqueOrThrow({ where: { id: analysisId ?? '' } })).state;
  await cancelUnwantedJobs();
  expect(await state()).toBe('queued');
  await call('DELETE', `/projects/${first}`, { as: ana });
  expect(await state()).toBe('queued');
  await call('DELETE', `/projects/${second}`, { as: ben });
  expect(await state()).toBe('cancelled');
});

it('are not looked for in a set, nor in a song that is too long to be analysed', async () => {
  const pro = await newPerson(studio, 'pro');
  const set = await newProject(studio, pro);
  await studio.database.prisma.project.update({ where: { id: set }, data: { kind: 'set' } });
  expect((await songOf(await songIn(pro, newSong(), set))).analysisId).toBeNull();
  expect(
    (await songOf(await songIn(pro, newSong(), await newProject(studio, pro)))).analysisId,
  ).not.toBeNull();
  expect((await songOf(await songIn(pro, longSilence(31 * 60)))).analysisId).toBeNull();
});
