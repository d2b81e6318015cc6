// Files imported into a session: from the upload to the shared document, the media and an export, and what is refused.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Source } from '@/contract/http/sources';
import { required } from '@/contract/required';
import { readMix } from '@/document/read';
import { readDeliveredSources } from '@/document/sources';
import { readTracks } from '@/document/tracks';
import { claimJob, failJob, reportJob } from '@/platform/job-run';
import { requestCancel } from '@/platform/job-store';
import { importSourceJob } from '@/platform/jobs/import-source';
import { renderMixJob } from '@/platform/jobs/render-mix';
import { sweepOnce } from '@/platform/retention/sweep';
import { getStorage } from '@/platform/storage';
import { separationPrefix, uploadKey } from '@/platform/storage/keys';
import { drainOutbox } from '@/server/collaboration/outbox';
import { loadDocument } from '@/server/documents/read-document';
import { PLANS } from '@/server/plans';
import { call, problemIn } from './testing/call';
import { longSilence, newSong, upload } from './testing/sounds';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';
import { finishImport, finishSeparation, LENGTH_SAMPLES } from './testing/work';

const DAY_MS = 24 * 60 * 60 * 1000;
let studio: TestStudio;
let ana: Person;
let projectId: string;

beforeAll(async () => {
  studio = await openTestStudio();
});
beforeEach(async () => {
  ana = await newPerson(studio);
  projectId = await newProject(studio, ana);
});
afterAll(() => studio.close());

const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const stemOf = (content: Buffer): string => `file-${hashOf(content).slice(0, 24)}`;
const pathOf = (id = projectId): string => `/projects/${id}/sources`;

interface Sent {
  readonly as?: Person;
  readonly to?: string;
  readonly fileName?: string;
  readonly name?: string;
}

function send(content: Buffer, { as = ana, to = projectId, fileName = 'bass.wav', name }: Sent = {}) {
  const form = new FormData();
  if (name !== undefined) form.append('name', name);
  form.append('file', new File([new Uint8Array(content)], fileName));
  return call('POST', pathOf(to), { as, form });
}

/** Imports a file that is accepted. */
async function imported(content: Buffer, sent?: Sent): Promise<Source> {
  const response = await send(content, sent);
  expect(response.status).toBe(202);
  return (await response.json()) as Source;
}

async function listed(id = projectId, as = ana): Promise<Source[]> {
  const response = await call('GET', pathOf(id), { as });
  return ((await response.json()) as { sources: Source[] }).sources;
}

/** What the shared document has once the outbox is empty. */
async function stemsOf(id = projectId) {
  await drainOutbox();
  const doc = await loadDocument(id);
  const stems = readTracks(doc);
  doc.destroy();
  return stems;
}

const jobOf = (content: Buffer) =>
  studio.database.prisma.job.findUniqueOrThrow({
    where: { id: importSourceJob.idOf({ sha256: hashOf(content) }) },
  });
const activityOf = async (id = projectId) =>
  (await (await call('GET', `/projects/${id}/activity`, { as: ana })).json()).activity;

async function fail(content: Buffer): Promise<void> {
  const { id } = await jobOf(content);
  await failJob(required(await claimJob(id), 'a job to claim'), 'No sound can be decoded from the file.');
}

describe('the song of a session', () => {
  it('is read in as well, as no track, and is neither an import of the day nor in the activity', async () => {
    const song = newSong();
    const { project_id } = (await (await upload(ana, song)).json()) as { project_id: string };
    const status = await call('GET', `/projects/${project_id}/status`, { as: ana });
    expect(await status.json()).toMatchObject({ original: stemOf(song), status: 'queued' });
    await finishImport(studio, hashOf(song));
    expect(await stemsOf(project_id)).toEqual([]);
    const doc = await loadDocument(project_id);
    expect(readDeliveredSources(doc)).toMatchObject([{ id: stemOf(song), lengthSamples: LENGTH_SAMPLES }]);
    doc.destroy();
    expect((await activityOf(project_id)).map(({ kind }: { kind: string }) => kind)).not.toContain(
      'imported',
    );
    const where = { userId: ana.id, kind: 'import' as const };
    expect(await studio.database.prisma.usage.count({ where })).toBe(0);
  });

  it('that was imported before is the source that is there', async () => {
    const content = newSong();
    await imported(content);
    await finishImport(studio, hashOf(content));
    const form = await upload(ana, content, { fields: { project_id: projectId } });
    expect(form.status).toBe(202);
    expect(await listed()).toHaveLength(1);
    expect(await stemsOf()).toMatchObject([{ id: stemOf(content) }]);
  });
});

describe('an imported file', () => {
  it('is queued, shows its progress, and becomes a stem of the shared document', async () => {
    const content = newSong();
    const source = await imported(content, { fileName: 'Bass DI.take2.wav' });
    expect(source).toMatchObject({
      stem: stemOf(content),
      name: 'Bass DI.take2',
      status: 'queued',
      progress: 0,
      error: null,
      note: null,
    });
    expect(source.duration_s).toBeCloseTo(0.1, 1);
    const run = required(await claimJob((await jobOf(content)).id), 'a job to claim');
    await reportJob(run, { stage: 'decoding', progress: 0.25 });
    expect(await listed()).toMatchObject([{ id: source.id, status: 'processing', progress: 0.25 }]);
    expect(await stemsOf()).toEqual([]);

    await finishImport(studio, hashOf(content));
    expect(await listed()).toMatchObject([{ id: source.id, status: 'ready', progress: 1, error: null }]);
    const sourceId = (await jobOf(content)).id;
    expect(await stemsOf()).toMatchObject([{ id: source.stem, name: source.name, sourceId }]);
    expect(await activityOf()).toMatchObject([
      {
        kind: 'imported',
        actor: { id: ana.id },
        text: 'imported the file “Bass DI.take2”',
        place: { in: 'strip', entity: source.stem },
      },
    ]);
  });

  it('is played and saved by media grants once it is ready', async () => {
    ana = await newPerson(studio, 'pro');
    projectId = await newProject(studio, ana);
    const content = newSong();
    const { stem } = await imported(content);
    const grants = async () => (await call('GET', `/projects/${projectId}/media`, { as: ana })).json();
    expect(await grants()).toEqual({ sources: [] });
    await finishImport(studio, hashOf(content));
    const { sources } = await grants();
    expect(sources).toMatchObject([{ source_id: (await jobOf(content)).id }]);
    const media = `/media/${sources[0].token}/${stem}`;
    expect((await call('GET', `${media}/0.flac`)).status).toBe(200);
    expect((await call('GET', `${media}/peaks`)).status).toBe(200);
    const whole = await call('GET', `${media}/stem.flac?download`);
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'audio/flac']);
    expect((await whole.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
  });

  it('is separated on request: its stems become tracks, and its own track is muted', async () => {
    const content = newSong();
    const source = await imported(content, { fileName: 'Demo.wav' });
    await finishImport(studio, hashOf(content));
    const separate = () =>
      call('POST', `/projects/${projectId}/sources/${source.id}/separate`, { as: ana, json: {} });
    const asked = await separate();
    expect([asked.status, (await asked.json()).status]).toEqual([202, 'queued']);
    expect((await separate()).status).toBe(409);
    const { separationId } = await studio.database.prisma.song.findUniqueOrThrow({ where: { projectId } });
    await finishSeparation(studio, separationId);
    expect((await stemsOf()).map(({ name }) => name)).toEqual(['Vocals', 'Drums', 'Bass', 'Other', 'Demo']);
    const doc = await loadDocument(projectId);
    expect(readMix(doc).strips[source.stem]?.mute).toBe(true);
    doc.destroy();
    expect((await activityOf()).map(({ text }: { text: string }) => text)).toContain(
      'asked for the stems of “Demo”',
    );
  });

  it('is exported from a project without a song, before and after it is in the document', async () => {
    const content = newSong();
    const { stem } = await imported(content);
    const ask = () => call('POST', '/mix', { as: ana, json: { project_id: projectId, format: 'mp3' } });
    expect(await problemIn(await ask())).toBe(
      '409 This project has no tracks yet; wait for a separation or an import to finish.',
    );
    await finishImport(studio, hashOf(content));
    for (const settle of [async () => undefined, () => stemsOf()]) {
      await settle();
      const { mix_id: id } = await (await ask()).json();
      const { job } = await studio.database.prisma.mix.findUniqueOrThrow({
        where: { id },
        include: { job: true },
      });
      const input = renderMixJob.input.parse(job.input);
      expect(input).toMatchObject({ lengthSamples: LENGTH_SAMPLES, stems: [{ id: stem }] });
    }
    const status = await (await call('GET', `/projects/${projectId}/status`, { as: ana })).json();
    expect(status).toMatchObject({ status: 'created', stems: [], error: null });
    const project = await (await call('GET', `/projects/${projectId}`, { as: ana })).json();
    expect(project).toMatchObject({ status: 'created', source_count: 1 });
  });

  it('takes a typed name, and a long one is cut where the document ends', async () => {
    const typed = await imported(newSong(), { name: ' Lead\tvocal ' });
    expect(typed.name).toBe('Lead vocal');
    const content = newSong();
    const { name } = await imported(content, { name: '🎸'.repeat(90) });
    expect(name).toBe(`${'🎸'.repeat(39)}…`);
    await finishImport(studio, hashOf(content));
    expect(await stemsOf()).toMatchObject([{ name }]);
  });

  it('that is sent again is the source that is there, and is published again', async () => {
    const content = newSong();
    const first = await imported(content);
    expect((await imported(content, { name: 'Another name' })).id).toBe(first.id);
    await finishImport(studio, hashOf(content));
    await stemsOf();
    await studio.database.prisma.document.deleteMany({ where: { projectId } });
    expect(await imported(content)).toMatchObject({ id: first.id, name: 'bass', status: 'ready' });
    expect(await stemsOf()).toMatchObject([{ id: first.stem }]);
    expect(await activityOf()).toHaveLength(1);
    expect(await listed()).toHaveLength(1);
  });

  it('that several people import at the same time is one source and one job', async () => {
    const [content, ben] = [newSong(), await newPerson(studio)];
    const data = { projectId, userId: ben.id, role: 'editor' } as const;
    await studio.database.prisma.membership.create({ data });
    const all = await Promise.all([ana, ben, ana].map((as) => imported(content, { as })));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await listed()).toHaveLength(1);
    const where = { kind: 'import', userId: { in: [ana.id, ben.id] } };
    expect(await studio.database.prisma.usage.findMany({ where })).toMatchObject([{ count: 1 }]);
  });

  it('that somebody imported before is ready at once and costs nothing', async () => {
    const content = newSong();
    await imported(content);
    await finishImport(studio, hashOf(content));
    const ben = await newPerson(studio);
    const his = await newProject(studio, ben, [[ana, 'viewer']]);
    const source = await imported(content, { as: ben, to: his, name: 'His bass' });
    expect(source).toMatchObject({ status: 'ready', name: 'His bass', stem: stemOf(content) });
    expect(await stemsOf(his)).toMatchObject([{ name: 'His bass' }]);
    expect(await activityOf(his)).toMatchObject([{ kind: 'imported', actor: { id: ben.id } }]);
    const where = { kind: 'import', userId: { in: [ana.id, ben.id] } };
    expect(await studio.database.prisma.usage.findMany({ where })).toMatchObject([
      { userId: ana.id, count: 1 },
    ]);
  });
});

describe('an import that is not done', () => {
  it('is tried again when it failed, and only then', async () => {
    const content = newSong();
    const { id } = await imported(content);
    const retry = () => call('POST', `${pathOf()}/${id}/retry`, { as: ana });
    expect(await problemIn(await retry())).toBe('409 Only an import that failed can be tried again.');
    await fail(content);
    const error = 'No sound can be decoded from the file.';
    expect(await listed()).toMatchObject([{ status: 'error', error }]);
    const again = await retry();
    expect(again.status).toBe(202);
    expect(await again.json()).toMatchObject({ id, status: 'queued', error: null });
    await fail(content);
    expect(await imported(content)).toMatchObject({ id, status: 'queued' });
  });

  it('is called off by removing it, unless another project waits for it', async () => {
    const content = newSong();
    const { id } = await imported(content);
    const ben = await newPerson(studio);
    const his = await newProject(studio, ben);
    await imported(content, { as: ben, to: his });
    const remove = (source: string) => call('DELETE', `${pathOf()}/${source}`, { as: ana });
    expect((await remove(id)).status).toBe(204);
    expect(await listed()).toEqual([]);
    expect((await jobOf(content)).state).toBe('queued');
    expect(await problemIn(await remove(id))).toBe('404 There is no such source.');

    const other = newSong();
    await imported(other);
    await claimJob((await jobOf(other)).id);
    expect((await remove((await listed())[0]?.id ?? '')).status).toBe(204);
    expect((await jobOf(other)).state).toBe('cancelled');
    // The same file again begins anew.
    expect(await imported(other)).toMatchObject({ status: 'queued' });
  });

  it('that was cancelled says so', async () => {
    const content = newSong();
    await imported(content);
    await requestCancel((await jobOf(content)).id);
    expect(await listed()).toMatchObject([
      { status: 'error', error: 'The import was cancelled; try it again.' },
    ]);
  });

  it('stays once it is ready, because the shared document plays it', async () => {
    const content = newSong();
    const { id } = await imported(content);
    await finishImport(studio, hashOf(content));
    const response = await call('DELETE', `${pathOf()}/${id}`, { as: ana });
    expect(await problemIn(response)).toBe(
      '409 This file is imported and part of the mix; remove it there instead.',
    );
    expect(await listed()).toHaveLength(1);
  });
});

describe('what is refused', () => {
  const rows = async () => {
    const { prisma } = studio.database;
    return Promise.all([prisma.asset.count(), prisma.source.count(), prisma.job.count()]);
  };
  /** The refusal of an upload, which leaves no row. */
  async function refusalOf(content: Buffer, sent?: Sent): Promise<string> {
    const before = await rows();
    const refusal = await problemIn(await send(content, sent));
    expect(await rows()).toEqual(before);
    return refusal;
  }

  it('viewers, who only see the list', async () => {
    const ben = await newPerson(studio);
    const shared = await newProject(studio, ana, [[ben, 'viewer']]);
    const { id } = await imported(newSong(), { to: shared });
    expect(await listed(shared, ben)).toMatchObject([{ id }]);
    expect(await refusalOf(newSong(), { as: ben, to: shared })).toMatch(/^403 /);
    expect((await call('DELETE', `${pathOf(shared)}/${id}`, { as: ben })).status).toBe(403);
    expect((await call('POST', `${pathOf(shared)}/${id}/retry`, { as: ben })).status).toBe(403);
  });

  it('a set, which has tracks', async () => {
    await studio.database.prisma.project.update({ where: { id: projectId }, data: { kind: 'set' } });
    expect(await refusalOf(newSong())).toBe(
      '409 Files are imported into sessions; add this one to the tracklist of the set.',
    );
    expect(await listed()).toEqual([]);
  });

  it('the source of another project', async () => {
    const { id } = await imported(newSong());
    const other = await newProject(studio, ana);
    expect(await problemIn(await call('DELETE', `${pathOf(other)}/${id}`, { as: ana }))).toBe(
      '404 There is no such source.',
    );
    expect(await problemIn(await call('POST', `${pathOf(other)}/${id}/retry`, { as: ana }))).toBe(
      '404 There is no such source.',
    );
    expect(await listed()).toHaveLength(1);
  });

  it('more files than the plan of the owner allows, though not one that is there', async () => {
    const known = newSong();
    await imported(known);
    const { prisma } = studio.database;
    const { jobId } = await prisma.source.findFirstOrThrow({ where: { projectId } });
    const asset = await prisma.asset.findUniqueOrThrow({ where: { sha256: hashOf(known) } });
    for (let i = 1; i < PLANS.free.maxSources; i++) {
      const sha256 = hashOf(Buffer.from(`${projectId} ${i}`));
      await prisma.asset.create({ data: { ...asset, silentAt: [], sha256 } });
      await prisma.source.create({ data: { projectId, sha256, name: `File ${i}`, jobId } });
    }
    const pro = await newPerson(studio, 'pro');
    await prisma.membership.create({ data: { projectId, userId: pro.id, role: 'editor' } });
    expect(await refusalOf(newSong(), { as: pro })).toBe(
      "402 This session is full: its owner's Free plan has room for 32 imported files. The Pro plan takes more.",
    );
    expect((await send(known)).status).toBe(202);
  });

  it('a file that is too long, or no recording', async () => {
    expect(await refusalOf(longSilence(31 * 60))).toMatch(/^413 /);
    expect(await refusalOf(Buffer.from('not a recording'))).toMatch(/^400 /);
    const form = new FormData();
    form.append('name', 'No file');
    expect(await problemIn(await call('POST', pathOf(), { as: ana, form }))).toMatch(
      /^400 Send the recording as the file/,
    );
  });

  it('what exceeds the imports of the day, retries included', async () => {
    const content = newSong();
    const { id } = await imported(content);
    await fail(content);
    await studio.database.prisma.usage.updateMany({
      where: { userId: ana.id, kind: 'import' },
      data: { count: PLANS.free.importsPerDay },
    });
    const spent = /^402 The Free plan imports 100 files a day/;
    expect(await refusalOf(newSong())).toMatch(spent);
    expect(await problemIn(await call('POST', `${pathOf()}/${id}/retry`, { as: ana }))).toMatch(spent);
  });

  it('what the storage of the owner has no room for', async () => {
    const { prisma } = studio.database;
    const content = newSong();
    await imported(content);
    const used = async () => (await (await call('GET', '/me', { as: ana })).json()).usage.storage.used_bytes;
    expect(await used()).toBe(content.length);
    await prisma.asset.update({
      where: { sha256: hashOf(content) },
      data: { bytes: BigInt(PLANS.free.maxStoredBytes) },
    });
    expect(await refusalOf(newSong())).toMatch(/^402 The Free plan allows 10 GB of recordings/);
  });
});

describe('what is stored of a file', () => {
  const leftOf = async (content: Buffer) => {
    const sha256 = hashOf(content);
    const stems = await getStorage().list(separationPrefix(importSourceJob.idOf({ sha256 })));
    return {
      asset: await studio.database.prisma.asset.count({ where: { sha256 } }),
      upload: (await getStorage().stat(uploadKey(sha256))) !== null,
      hasStem: stems.length > 0,
    };
  };

  it('stays while a project has the source, and goes a day later', async () => {
    const content = newSong();
    await imported(content);
    await finishImport(studio, hashOf(content));
    const later = new Date(Date.now() + 2 * DAY_MS);
    const all = { asset: 1, upload: true, hasStem: true };
    await sweepOnce(later);
    expect(await leftOf(content)).toEqual(all);
    await call('DELETE', `/projects/${projectId}`, { as: ana });
    expect(await leftOf(content)).toEqual(all);
    await sweepOnce(later);
    expect(await leftOf(content)).toEqual({ asset: 0, upload: false, hasStem: false });
  });

  it('is not made any more when its only project is deleted', async () => {
    const [own, shared] = [newSong(), newSong()];
    await imported(own);
    await imported(shared);
    await imported(shared, { to: await newProject(studio, ana) });
    await call('DELETE', `/projects/${projectId}`, { as: ana });
    expect([(await jobOf(own)).state, (await jobOf(shared)).state]).toEqual(['cancelled', 'queued']);
  });
});
