// The socket.io events about sets, tracks, imported sources and beats that users in a project receive.
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ChangeEvent, SetEvent } from '@/document/wire/events';
import { closeBus, publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { createJob } from '@/platform/job-store';
import { analyseTrackJob } from '@/platform/jobs/analyse-track';
import { importSourceJob } from '@/platform/jobs/import-source';
import { addProjectWithSong, testHash } from '@/platform/testing/rows';
import { startSocketServer } from '@/server/collaboration/testing/server';
import {
  addPerson,
  addProject,
  headersOf,
  type TestPerson,
  until,
} from '@/server/collaboration/testing/studio';
import type { StudioServer } from '@/server/main/studio-server';

let database: TestDatabase;
let server: StudioServer;
let ada: TestPerson;
let projectId: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startSocketServer();
  ada = await addPerson('Ada');
  projectId = await addProject(ada, []);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await server.stop();
  await closeBus();
  await database.close();
});

/** Two tracks that wait for their analysis, and a set of them. */
async function addSet(word: string): Promise<{ readonly setId: string; readonly jobIds: readonly string[] }> {
  const prisma = getPrisma();
  const setId = randomUUID();
  const request = { strategy: 'rules', format: 'mp3', constraints: { energyShape: 'wave' } };
  await prisma.djSet.create({
    data: { id: setId, projectId, requestedBy: ada.id, title: 'A set', format: 'mp3', request },
  });
  const jobIds: string[] = [];
  for (const place of [0, 1]) {
    const sha256 = testHash(`${word} ${place}`);
    const audio = { container: 'wav', codec: 'pcm', sampleRate: 44_100, channels: 2, durationS: 60 };
    await prisma.asset.create({ data: { sha256, bytes: 1n, ...audio } });
    const jobId = analyseTrackJob.idOf({ sha256, separationId: null });
    await createJob(prisma, analyseTrackJob, {
      id: jobId,
      input: { sha256, separationId: null },
      requestedBy: ada.id,
    });
    await prisma.track.create({
      data: { projectId, sha256, name: word, analysisId: jobId, addedBy: ada.id },
    });
    await prisma.djSetTrack.create({
      data: { setId, trackId: `t${place}`, place, sha256, name: `Song ${place}` },
    });
    await prisma.djSetJob.create({ data: { setId, jobId, phase: 'analysing', place } });
    jobIds.push(jobId);
  }
  return { setId, jobIds };
}

async function watch(
  watched = projectId,
): Promise<{ readonly sets: SetEvent[]; readonly news: ChangeEvent[] }> {
  const socket = io(`http://127.0.0.1:${server.port}`, {
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: headersOf(ada),
  });
  sockets.push(socket);
  const [sets, news]: [SetEvent[], ChangeEvent[]] = [[], []];
  socket.on('set', (event: SetEvent) => sets.push(event));
  socket.on('news', (event: ChangeEvent) => news.push(event));
  await socket.emitWithAck('project:watch', { projectId: watched });
  return { sets, news };
}

it('shows the sets that are being made at once, and every step of them', { timeout: 15_000 }, async () => {
  const { setId, jobIds } = await addSet('steps');
  const { sets, news } = await watch();
  await until(() => sets.length > 0);
  expect(sets[0]).toMatchObject({
    setId,
    status: 'queued',
    phase: 'analysing',
    totalSegments: 2,
    error: null,
  });

  const error = 'There is no sound in this file.';
  await getPrisma().job.update({ where: { id: jobIds[1] as string }, data: { state: 'failed', error } });
  await publish({ type: 'job', jobId: jobIds[1] as string, name: analyseTrackJob.name });
  await until(() => sets.some(({ status }) => status === 'error'));
  expect(sets.at(-1)).toMatchObject({ setId, error: `Song 1: ${error}`, etaS: null });
  // The list of tracks shows the failure, too.
  await until(() => news.some(({ of }) => of === 'tracks'));
});

it('says that the imported sources show something else when an import goes on', {
  timeout: 15_000,
}, async () => {
  const prisma = getPrisma();
  const sha256 = testHash('imported');
  const id = importSourceJob.idOf({ sha256 });
  const audio = { container: 'wav', codec: 'pcm', sampleRate: 44_100, channels: 2, durationS: 60 };
  await prisma.asset.create({ data: { sha256, bytes: 1n, ...audio } });
  await createJob(prisma, importSourceJob, { id, input: { sha256, durationS: 60 }, requestedBy: ada.id });
  await prisma.source.create({ data: { projectId, sha256, name: 'Bass', jobId: id, addedBy: ada.id } });
  const { news } = await watch();
  await publish({ type: 'job', jobId: id, name: importSourceJob.name, change: 'progress' });
  await until(() => news.length > 0);
  expect(news).toEqual([{ projectId, of: 'sources' }]);
});

it('says that the beats of a song are there once its analysis is done, not before', {
  timeout: 15_000,
}, async () => {
  const prisma = getPrisma();
  const home = await addProjectWithSong(prisma, 'beats');
  await prisma.membership.create({ data: { projectId: home.projectId, userId: ada.id, role: 'viewer' } });
  const input = { sha256: testHash('beats'), separationId: null };
  const id = analyseTrackJob.idOf(input);
  await createJob(prisma, analyseTrackJob, { id, input, requestedBy: ada.id });
  await prisma.song.update({ where: { projectId: home.projectId }, data: { analysisId: id } });
  const { news } = await watch(home.projectId);
  const change = (state: 'running' | 'done') => prisma.job.update({ where: { id }, data: { state } });
  const ring = () => publish({ type: 'job', jobId: id, name: analyseTrackJob.name });
  await change('running');
  await ring();
  await publish({ type: 'versions', projectId: home.projectId });
  await until(() => news.some(({ of }) => of === 'versions'));
  await change('done');
  await ring();
  await until(() => news.some(({ of }) => of === 'beats'));
  expect(news.map(({ of }) => of)).toEqual(['versions', 'beats']);
});

it('rings when the lists of sets, tracks and sources change', { timeout: 15_000 }, async () => {
  const { news } = await watch();
  await publish({ type: 'sets', projectId });
  await publish({ type: 'tracks', projectId });
  await publish({ type: 'sources', projectId });
  await until(() => news.length >= 3);
  expect(news).toEqual([
    { projectId, of: 'sets' },
    { projectId, of: 'tracks' },
    { projectId, of: 'sources' },
  ]);
});
