// Sets over the API: of sent files and of a shared tracklist, what is refused, and what becomes of a finished one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { required } from '@/contract/required';
import { addTrack, keepTogether, removeTrack, setOption } from '@/document/tracklist-edits';
import { sweepOnce } from '@/platform/retention/sweep';
import { getStorage } from '@/platform/storage';
import { setArtifactKey, setAudioKey, setPrefix } from '@/platform/storage/keys';
import { stopBrokenSets } from '@/server/automix/set-reconciler';
import { drainOutbox } from '@/server/collaboration/outbox';
import { loadDocument } from '@/server/documents/read-document';
import { sweepTracks } from '@/server/tracks/sweep-tracks';
import { call, problemIn } from './testing/call';
import { longSilence, newSong, uploadNew } from './testing/sounds';
import {
  cookieOf,
  newPerson,
  newProject,
  openTestStudio,
  type Person,
  type TestStudio,
} from './testing/studio';

let studio: TestStudio;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  studio = await openTestStudio();
  [ana, ben] = [await newPerson(studio, 'pro'), await newPerson(studio)];
});
afterAll(() => studio.close());

const file = (content: Buffer, name: string): File => new File([new Uint8Array(content)], name);

function formOf(files: readonly File[], options?: object): FormData {
  const form = new FormData();
  for (const [index, each] of files.entries()) form.append(`song${index}`, each);
  if (options) form.append('options', JSON.stringify(options));
  return form;
}

const songs = (...names: string[]): File[] => names.map((name) => file(newSong(), `${name}.wav`));
const ask = (as: Person, form: FormData) => call('POST', '/automix', { as, form });

async function asked(as: Person, form: FormData): Promise<string> {
  const response = await ask(as, form);
  expect(response.status).toBe(202);
  return ((await response.json()) as { id: string }).id;
}

const setRow = (id: string) =>
  studio.database.prisma.djSet.findUniqueOrThrow({
    where: { id },
    include: { tracks: { orderBy: { place: 'asc' } }, jobs: { include: { job: true } } },
  });

/** Ends a set as the workers would. */
async function finish(id: string, content = 'audio'): Promise<void> {
  const { prisma } = studio.database;
  const { tracks, request } = await setRow(id);
  const { format } = request as { format: string };
  await getStorage().put(setAudioKey(id, format), Buffer.from(content));
  await getStorage().put(setArtifactKey(id, 'tracklist'), Buffer.from('0:00:00 a\n'));
  const order = tracks.map(({ trackId }) => ({ id: trackId, lengthSamples: 1, sampleRate: 44_100 }));
  const done = { state: 'done', finishedAt: new Date() } as const;
  const result = { strategy: 'rules', order, notes: ['The rules planned this set.'], wallSeconds: 1 };
  const plan = { id: `plan-${id}`, name: 'plan-set', queue: 'cpu', input: {}, result, ...done };
  const file = { bytes: content.length, durationS: 200, wallSeconds: 1 };
  const join = { id: `join-${id}`, name: 'join-set', queue: 'cpu', input: {}, result: file, ...done };
  await prisma.job.updateMany({ where: { djSets: { some: { setId: id } } }, data: done });
  await prisma.djSetJob.create({
    data: { set: { connect: { id } }, phase: 'planning', place: 0, job: { create: plan } },
  });
  await prisma.djSetJob.create({
    data: { set: { connect: { id } }, phase: 'joining', place: 0, job: { create: join } },
  });
}

describe('a set of sent files', () => {
  it('waits for the analysis of each, with the constraints of the form', async () => {
    const options = {
      order: 'keep',
      energy_shape: 'rise',
      format: 'flac',
      first: 'b.wav',
      together: [[1, 'c']],
    };
    const id = await asked(ana, formOf(songs('a', 'b', 'c'), options));
    const { tracks, jobs, request, expiresAt } = await setRow(id);
    expect(tracks.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(jobs.map(({ job, phase }) => [job.name, job.state, phase])).toEqual(
      Array(3).fill(['analyse-track', 'queued', 'analysing']),
    );
    expect(request).toMatchObject({
      strategy: 'rules',
      format: 'flac',
      constraints: {
        first: 'track-2',
        keepOrder: true,
        energyShape: 'rise',
        together: [['track-1', 'track-3']],
      },
    });
    expect((expiresAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(60 * 60 * 1000);
    const shown = await (await call('GET', `/automix/${id}`, { as: ana })).json();
    expect(shown).toMatchObject({
      status: 'queued',
      phase: 'analysing',
      project_id: null,
      format: 'flac',
      current_segment: 0,
      total_segments: 3,
      progress: 0,
      error: null,
      set_url: null,
    });
    expect(shown.eta_s).toBeGreaterThan(0);
  });

  it('is nobody else’s business', async () => {
    const id = await asked(ana, formOf(songs('a', 'b')));
    for (const part of ['', '/set', '/tracklist', '/cue', '/report']) {
      expect(await problemIn(await call('GET', `/automix/${id}${part}`, { as: ben }))).toBe(
        '404 There is no such set.',
      );
    }
    expect((await call('DELETE', `/automix/${id}`, { as: ben })).status).toBe(404);
    expect(await problemIn(await call('GET', `/automix/${id}/set`, { as: ana }))).toBe(
      '409 This set is not finished.',
    );
  });

  it.each([
    [formOf(songs('a')), /^400 Send at least two songs/],
    [formOf(songs('a', 'b'), { tempo: 3 }), /^400 /],
    [formOf(songs('a', 'b'), { first: 'c' }), /^400 There is no song "c"/],
    [formOf(songs('a', 'b'), { first: 1, last: 'a.wav' }), /^400 One song cannot be both/],
    [formOf([...songs('a'), file(Buffer.from('words'), 'b.mp3')]), /^400 /],
  ])('is rejected with one message', async (form, sentence) => {
    const before = await getStorage().list('uploads');
    expect(await problemIn(await ask(ana, form))).toMatch(sentence);
    expect(await getStorage().list('uploads')).toEqual(before);
  });

  it('is refused for what cannot be mixed', async () => {
    const same = newSong();
    const twice = formOf([file(same, 'one.wav'), file(same, 'two.wav')]);
    expect(await problemIn(await ask(ana, twice))).toMatch(/^400 “one” and “two” are the same recording/);
    const form = formOf(songs('a', 'b'));
    form.append('options', '{');
    expect(await problemIn(await ask(ana, form))).toBe('400 The field options is not valid JSON.');
    const long = formOf([...songs('a'), file(longSilence(31 * 60), 'long.flac')]);
    expect(await problemIn(await ask(ana, long))).toMatch(/^413 “long” is 31 minutes long/);
    expect(await problemIn(await ask(ben, formOf(songs('a', 'b'), { format: 'wav' })))).toMatch(
      /^402 The Free plan exports MP3 only/,
    );
    const many = formOf(songs(...Array.from({ length: 26 }, (_, i) => `song ${i}`)));
    expect(await problemIn(await ask(ben, many))).toBe('400 Send at most 25 songs at a time.');
  });

  it('is downloaded by session, by link, and goes afterwards when asked to', async () => {
    const id = await asked(ana, formOf(songs('a', 'b'), { title: 'Friday: night' }));
    await finish(id, 'the whole set');
    const shown = await (await call('GET', `/automix/${id}`, { as: ana })).json();
    expect(shown).toMatchObject({ status: 'complete', phase: 'done', progress: 1, duration_s: 200 });
    const linked = await call('GET', shown.set_url);
    expect(await linked.text()).toBe('the whole set');
    expect(linked.headers.get('content-disposition')).toContain('filename="Friday night.mp3"');
    expect(await problemIn(await call('GET', `${shown.set_url}&delete=true`))).toMatch(/^403 /);
    const paper = await call('GET', `/automix/${id}/tracklist`, { as: ana });
    expect(await paper.text()).toBe('0:00:00 a\n');
    const part = await call('GET', `/automix/${id}/set?delete=true`, {
      as: ana,
      headers: { range: 'bytes=0-2' },
    });
    expect([part.status, await part.text()]).toEqual([206, 'the']);
    const whole = await call('GET', `/automix/${id}/set?delete=true`, { as: ana });
    expect(await whole.text()).toBe('the whole set');
    await expect.poll(async () => (await call('GET', `/automix/${id}`, { as: ana })).status).toBe(404);
    expect(await getStorage().list(setPrefix(id))).toEqual([]);
  });

  it('is removed by no request that another site can make a browser send', async () => {
    const id = await asked(ana, formOf(songs('a', 'b'), { delete_after_download: true }));
    await finish(id, 'the whole set');
    const cookie = await cookieOf(ana);
    const foreign: Record<string, string>[] = [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example' },
      { referer: 'http://studio.example/' },
    ];
    for (const sent of foreign) {
      const headers = { cookie, ...sent };
      expect(await problemIn(await call('GET', `/automix/${id}/set?delete=true`, { headers }))).toMatch(
        /^403 /,
      );
      expect(await problemIn(await call('POST', `/automix/${id}/set`, { headers }))).toMatch(/^403 /);
      // It was asked for with removal after the download, which such a request is not.
      expect(await (await call('GET', `/automix/${id}/set`, { headers })).text()).toBe('the whole set');
    }
    expect((await call('GET', `/automix/${id}`, { as: ana })).status).toBe(200);
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    expect(await (await call('POST', `/automix/${id}/set`, { headers })).text()).toBe('the whole set');
    await expect.poll(async () => (await call('GET', `/automix/${id}`, { as: ana })).status).toBe(404);
  });

  it('is gone when its hour is over, and its songs a day later', async () => {
    const id = await asked(ana, formOf(songs('a', 'b')));
    const { tracks } = await setRow(id);
    await finish(id);
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    await sweepOnce(at(0.9));
    expect(await getStorage().list(setPrefix(id))).not.toEqual([]);
    await sweepOnce(at(1.1));
    expect(await getStorage().list(setPrefix(id))).toEqual([]);
    expect(await studio.database.prisma.djSet.findUnique({ where: { id } })).toBeNull();
    expect(
      await studio.database.prisma.job.count({ where: { id: { in: [`plan-${id}`, `join-${id}`] } } }),
    ).toBe(0);
    await sweepOnce(at(27));
    const contents = tracks.map(({ sha256 }) => sha256);
    expect(await studio.database.prisma.asset.count({ where: { sha256: { in: contents } } })).toBe(0);
  });

  it('cancels its waiting jobs when it is cancelled', async () => {
    const id = await asked(ana, formOf(songs('a', 'b')));
    const { jobs } = await setRow(id);
    expect((await call('DELETE', `/automix/${id}`, { as: ana })).status).toBe(204);
    const states = await studio.database.prisma.job.findMany({
      where: { id: { in: jobs.map(({ jobId }) => jobId) } },
    });
    expect(states.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect((await call('GET', `/automix/${id}`, { as: ana })).status).toBe(404);
  });

  it('one of whose songs fails says which, and stops the others', async () => {
    const id = await asked(ana, formOf(songs('a', 'b')));
    const { jobs } = await setRow(id);
    const failed = required(
      jobs.find(({ place }) => place === 1),
      'the job of place 1',
    ).jobId;
    const error = 'There is no sound in this file.';
    await studio.database.prisma.job.update({ where: { id: failed }, data: { state: 'failed', error } });
    await stopBrokenSets();
    expect((await setRow(id)).jobs.map(({ job }) => job.state).toSorted()).toEqual(['cancelled', 'failed']);
    const shown = await (await call('GET', `/automix/${id}`, { as: ana })).json();
    expect(shown).toMatchObject({ status: 'error', error: `b: ${error}`, eta_s: null });
  });
});

/** Writes a document as the collaboration server does. */
async function writeDocument(projectId: string, edit: (doc: Y.Doc) => void): Promise<void> {
  const doc = await loadDocument(projectId);
  edit(doc);
  const snapshot = Buffer.from(Y.encodeStateAsUpdate(doc));
  const { document } = studio.database.prisma;
  const seq = (await document.findUnique({ where: { projectId } }))?.seq ?? 1n;
  const state = { seq, snapshot, snapshotSeq: seq };
  await document.upsert({ where: { projectId }, create: { projectId, ...state }, update: state });
}

describe('the set of a project', () => {
  const addUpload = async (projectId: string, name: string): Promise<string> => {
    const form = new FormData();
    form.append('file', file(newSong(), `${name}.wav`));
    const response = await call('POST', `/projects/${projectId}/tracks`, { as: ana, form });
    expect(response.status).toBe(202);
    return ((await response.json()) as { id: string }).id;
  };

  it('is made from the current tracklist and its constraints', async () => {
    const projectId = await newProject(studio, ana);
    const [a, b, unlisted] = [
      await addUpload(projectId, 'a'),
      await addUpload(projectId, 'b'),
      await addUpload(projectId, 'c'),
    ];
    const from = await uploadNew(ana);
    const borrowed = await call('POST', `/projects/${projectId}/tracks/borrow`, {
      as: ana,
      json: { from_project_id: from },
    });
    const { id: song } = (await borrowed.json()) as { id: string };
    await writeDocument(projectId, (doc) => {
      for (const id of [song, b, a, 'forged']) addTrack(doc, { id, name: `Track ${id}` }, null);
      keepTogether(doc, a, song, null);
      setOption(doc, 'first', 'forged', null);
      setOption(doc, 'energyShape', 'fall', null);
    });
    const response = await call('POST', '/automix', { as: ana, json: { project_id: projectId } });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { id: string };
    const { tracks, request } = await setRow(id);
    expect(tracks.map(({ trackId }) => trackId)).toEqual([song, b, a]);
    expect(tracks.map(({ trackId }) => trackId)).not.toContain(unlisted);
    expect(request).toMatchObject({
      constraints: { energyShape: 'fall', together: [[a, song]], keepOrder: false },
    });
    expect((request as { constraints: object }).constraints).not.toHaveProperty('first');
    const listed = await (await call('GET', `/projects/${projectId}/sets`, { as: ana })).json();
    expect(listed.sets).toMatchObject([{ id, status: 'queued', total_segments: 3 }]);
  });

  it('is refused with 409 while the tracklist has fewer than two tracks', async () => {
    const projectId = await newProject(studio, ana);
    const id = await addUpload(projectId, 'alone');
    await writeDocument(projectId, (doc) => addTrack(doc, { id, name: 'alone' }, null));
    const response = await call('POST', '/automix', { as: ana, json: { project_id: projectId } });
    expect(await problemIn(response)).toBe('409 A set needs at least two tracks in the tracklist.');
  });

  it('stores a content once, lists it again when it is uploaded again, and deletes what was removed', async () => {
    const projectId = await newProject(studio, ana, [[ben, 'editor']]);
    const content = newSong();
    const add = async (as: Person) => {
      const form = new FormData();
      form.append('file', file(content, 'twice.wav'));
      const response = await call('POST', `/projects/${projectId}/tracks`, { as, form });
      return ((await response.json()) as { id: string }).id;
    };
    expect(await add(ben)).toBe(await add(ana));
    const { tracks } = await (await call('GET', `/projects/${projectId}/tracks`, { as: ben })).json();
    expect(tracks).toMatchObject([{ name: 'twice', status: 'queued', has_stems: false, analysis: null }]);
    const countAfterSweep = async () => {
      await sweepTracks(new Date(Date.now() + 2 * 3_600_000));
      return studio.database.prisma.track.count({ where: { projectId } });
    };
    const shownCount = async () =>
      (await (await call('GET', `/projects/${projectId}`, { as: ben })).json()).track_count;
    expect(await countAfterSweep()).toBe(1);
    expect(await shownCount()).toBe(1);
    const [{ id }] = tracks as [{ id: string }];
    await writeDocument(projectId, (doc) => {
      addTrack(doc, { id, name: 'twice' }, null);
      removeTrack(doc, id, null);
    });
    expect(await shownCount()).toBe(0);
    expect(await add(ben)).toBe(id);
    await drainOutbox();
    expect(await shownCount()).toBe(1);
    expect(await countAfterSweep()).toBe(1);
    await writeDocument(projectId, (doc) => removeTrack(doc, id, null));
    expect(await countAfterSweep()).toBe(0);
  });
});
