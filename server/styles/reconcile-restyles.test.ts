// Renders follow the document: one per stem, sound and setting, superseded, cached, retried and cancelled.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { required } from '@/contract/required';
import { readStems } from '@/document/sources';
import type { StyleState } from '@/document/style-schema';
import { setStyle } from '@/document/styles';
import { readTracks } from '@/document/tracks';
import { closeBus } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { claimJob, completeJob, failJob } from '@/platform/job-run';
import { createJob, jobView, listLiveJobs } from '@/platform/job-store';
import { grainLibraryJob } from '@/platform/jobs/grain-library';
import type { RestyleStemResult } from '@/platform/jobs/restyle-stem';
import { sweepRestyles } from '@/platform/retention/restyles';
import { publishStemResults } from '@/platform/stem-results';
import { publishStyledStem } from '@/platform/styled-stems';
import { addProjectWithSong, TEST_STEMS, testHash } from '@/platform/testing/rows';
import { drainOutbox } from '@/server/collaboration/outbox';
import { appendUpdates, ensureLog } from '@/server/documents/log';
import { loadDocument } from '@/server/documents/read-document';
import { reconcileRestyles } from './reconcile-restyles';

let database: TestDatabase;
let projectId: string;
let separationId: string;
let ownerId: string;

beforeAll(async () => {
  process.env.DATA_DIR ??= '/tmp/isomix-no-storage';
  database = await openTestDatabase();
});
afterAll(async () => {
  await closeBus();
  await database.close();
});

/** Runs a job to its end without doing it. */
async function finish(jobId: string, result: unknown, after?: typeof publishStyledStem): Promise<void> {
  const run = await claimJob(jobId);
  if (!run) throw new Error(`${jobId} cannot be run.`);
  await getPrisma().$transaction(async (tx) => {
    if (await completeJob(tx, run, result)) await after?.(tx, jobId);
  });
  await drainOutbox();
}

const PLAYED: RestyleStemResult = { headroomBits: 0, peakDbfs: -3, grainsUsed: 10, wallSeconds: 1 };
const finishRestyle = (jobId: string) => finish(jobId, PLAYED, publishStyledStem);

/** A public sound whose grains exist, unless specified otherwise. */
async function addSound(id: string, { isReady = true, owner = null as string | null } = {}): Promise<string> {
  const sha256 = testHash(id);
  const jobId = grainLibraryJob.idOf({ sha256 });
  const input = { sha256, starter: null };
  await createJob(getPrisma(), grainLibraryJob, { id: jobId, input, requestedBy: null });
  await getPrisma().styleSound.create({ data: { id, name: id, sha256, jobId, ownerId: owner } });
  const library = { grains: 3, pitched: 3, durationS: 1, lowestHz: 100, highestHz: 200, wallSeconds: 1 };
  if (isReady) await finish(jobId, library);
  return id;
}

beforeEach(async () => {
  const made = await addProjectWithSong(getPrisma(), `song ${Math.random()}`);
  [projectId, separationId, ownerId] = [made.projectId, made.jobId, made.ownerId];
  await finish(separationId, TEST_STEMS);
  await getPrisma().$transaction((tx) => publishStemResults(tx, projectId, separationId));
  await drainOutbox();
});

/** Somebody's committed edit of the style of the drums. */
async function edit(change: Partial<StyleState>): Promise<void> {
  await ensureLog(projectId);
  const doc = await loadDocument(projectId);
  const seq = Number((await getPrisma().document.findUniqueOrThrow({ where: { projectId } })).seq);
  const updates: Uint8Array[] = [];
  doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
  doc.transact(() => {
    for (const [field, value] of Object.entries(change)) {
      setStyle(doc, 'drums', field as keyof StyleState, value as never, 'test');
    }
  });
  doc.destroy();
  const bytes = Y.mergeUpdates(updates);
  await appendUpdates([{ projectId, expectedSeq: seq, updates: [{ bytes, authorId: ownerId }] }]);
}

const row = () =>
  getPrisma().restyle.findUnique({ where: { projectId_stemId: { projectId, stemId: 'drums' } } });
const stateOf = async (jobId: string) =>
  (await getPrisma().job.findUniqueOrThrow({ where: { id: jobId } })).state;

async function asked(change: Partial<StyleState>): Promise<string> {
  await edit(change);
  await reconcileRestyles(projectId);
  return (await row())?.jobId ?? 'none';
}

async function heard(): Promise<string | undefined> {
  const doc = await loadDocument(projectId);
  const stem = readTracks(doc).find(({ id }) => id === 'drums');
  doc.destroy();
  return stem?.sourceId;
}

const newSound = (options?: Parameters<typeof addSound>[1]) =>
  addSound(`sound-${Math.random()}`.replace('.', ''), options);

describe('choosing a sound', () => {
  it('starts one render for concurrent calls, and everyone plays it when it is done', async () => {
    const sound = await newSound();
    await edit({ sound });
    await Promise.all([
      reconcileRestyles(projectId),
      reconcileRestyles(projectId),
      reconcileRestyles(projectId),
    ]);
    const jobId = (await row())?.jobId ?? '';
    expect(await jobView(jobId)).toMatchObject({ state: 'queued', stemId: 'drums', projectIds: [projectId] });
    expect((await listLiveJobs(projectId)).map((job) => job.jobId)).toEqual([jobId]);
    expect(await heard()).toBe(separationId);
    await finishRestyle(jobId);
    expect(await heard()).toBe(jobId);
    expect(await row()).toMatchObject({ audibleJobId: jobId });
    const doc = await loadDocument(projectId);
    expect(readStems(doc).every(({ sourceId }) => sourceId === separationId)).toBe(true);
    doc.destroy();
  });

  it('waits for a sound that is being analysed', async () => {
    const sound = await newSound({ isReady: false });
    expect(await asked({ sound })).toBe('none');
    const library = { grains: 3, pitched: 0, durationS: 1, lowestHz: null, highestHz: null, wallSeconds: 1 };
    await finish(grainLibraryJob.idOf({ sha256: testHash(sound) }), library);
    await reconcileRestyles(projectId);
    expect(await row()).not.toBeNull();
  });

  it('needs a sound that the project may use', async () => {
    const sound = await newSound({ owner: ownerId });
    expect(await asked({ sound })).toBe('none');
    await getPrisma().styleShare.create({ data: { projectId, styleId: sound } });
    await reconcileRestyles(projectId);
    expect(await row()).not.toBeNull();
  });
});

describe('changing a style', () => {
  it('supersedes the render of before, and goes back to it at once when it is done', async () => {
    const [first, second] = [await newSound(), await newSound()];
    const one = await asked({ sound: first });
    const two = await asked({ sound: second });
    expect(two).not.toBe(one);
    expect([await stateOf(one), await stateOf(two)]).toEqual(['cancelled', 'queued']);
    await finishRestyle(two);
    const three = await asked({ grainDurationMs: 80 });
    expect(await heard()).toBe(two);
    await finishRestyle(three);
    expect(await heard()).toBe(three);
    expect(await asked({ grainDurationMs: 120.000_001 })).toBe(two);
    await drainOutbox();
    expect([await heard(), await stateOf(two)]).toEqual([two, 'done']);
    expect(await asked({ sound: first })).toBe(await asked({ sound: first }));
  });

  it('leaves a render alone that another project waits for', async () => {
    const sound = await newSound();
    const one = await asked({ sound });
    const song = await getPrisma().song.findUniqueOrThrow({ where: { projectId } });
    const other = await getPrisma().project.create({ data: { name: 'other', ownerId } });
    const { sha256, name } = song;
    await getPrisma().song.create({ data: { projectId: other.id, sha256, name, separationId } });
    await getPrisma().restyle.create({
      data: { projectId: other.id, stemId: 'drums', styleId: sound, jobId: one },
    });
    await asked({ sound: null });
    expect(await stateOf(one)).toBe('queued');
    await finishRestyle(one);
    expect(await heard()).toBe(separationId);
  });

  it('plays the original at once without a sound, and deletes the render after days', async () => {
    const sound = await newSound();
    const jobId = await asked({ sound });
    await finishRestyle(jobId);
    await edit({ sound: null });
    expect(await heard()).toBe(separationId);
    await reconcileRestyles(projectId);
    await drainOutbox();
    expect(await row()).toBeNull();
    const later = (days: number) => new Date(Date.now() + days * 24 * 3_600_000);
    const isThere = async () => (await getPrisma().job.count({ where: { id: jobId } })) > 0;
    await sweepRestyles(later(2));
    expect(await isThere()).toBe(true);
    expect(await asked({ sound })).toBe(jobId);
    await drainOutbox();
    expect(await heard()).toBe(jobId);
    await sweepRestyles(later(9));
    expect(await isThere()).toBe(true);
    await asked({ sound: null });
    await sweepRestyles(later(9));
    expect(await isThere()).toBe(false);
  });
});

it('tries a failed render again only when somebody asks', async () => {
  const jobId = await asked({ sound: await newSound() });
  const run = await claimJob(jobId);
  await failJob(required(run, 'The run of the job'), 'This stem is damaged in the storage.');
  await reconcileRestyles(projectId);
  expect(await stateOf(jobId)).toBe('failed');
  expect(await listLiveJobs(projectId)).toMatchObject([{ jobId, state: 'failed' }]);
  await reconcileRestyles(projectId, { retry: 'drums' });
  expect(await stateOf(jobId)).toBe('queued');
});
