// Comments and activity over real sockets: nobody writes in another's name, and what people do is noted.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import {
  type CommentAuthor,
  removeComment,
  replyTo,
  setResolved,
  startThread,
} from '@/document/comment-edits';
import { readThreads } from '@/document/comments';
import { setMaster, setStrip } from '@/document/edits';
import { setStyle } from '@/document/styles';
import { restoreVersion } from '@/document/versions';
import { CLOSE_CODES } from '@/document/wire/presence';
import { closeBus, subscribe } from '@/platform/bus';
import type { BusEvent } from '@/platform/bus-events';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { listActivity } from '@/server/activity/activity';
import type { StudioServer } from '@/server/main/studio-server';
import { loadDocument } from '../documents/read-document';
import { startSocketServer } from './testing/server';
import { addPerson, addProject, openClient, type TestClient, type TestPerson, until } from './testing/studio';

let database: TestDatabase;
let server: StudioServer;
let ada: TestPerson;
let ben: TestPerson;
let projectId: string;
const heard: BusEvent[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startSocketServer();
  [ada, ben] = [await addPerson('Ada'), await addPerson('Ben')];
  await subscribe((event) => heard.push(event));
});
beforeEach(async () => {
  projectId = await addProject(ada, [[ben, 'editor']]);
});
afterAll(async () => {
  await server.stop();
  await closeBus();
  await database.close();
});

const penOf = (person: TestPerson, { doc }: TestClient): CommentAuthor => ({
  doc,
  userId: person.id,
  origin: null,
  now: Date.now,
});

async function join(person: TestPerson): Promise<TestClient> {
  const client = openClient(server.port, projectId, person);
  await until(() => client.provider.synced);
  return client;
}

const sentences = async (): Promise<string[]> => {
  const { activity } = await listActivity(projectId, { limit: 50 });
  return activity.map(({ actor, text }) => `${actor?.name ?? 'The studio'} ${text}`);
};

describe('comments', () => {
  it('reach everybody, and the log', async () => {
    const [a, b] = [await join(ada), await join(ben)];
    const thread = startThread(penOf(ada, a), { stemId: 'drums', position: 44_100 }, 'Too loud');
    await until(() => readThreads(b.doc).length === 1);
    replyTo(penOf(ben, b), thread, 'Better?');
    setResolved(penOf(ben, b), thread, true);
    await until(() => readThreads(a.doc)[0]?.resolved?.by === ben.id && b.isSaved());
    expect(readThreads(await loadDocument(projectId))).toEqual(readThreads(a.doc));
    for (const client of [a, b]) client.destroy();
  });

  it.each<[string, (map: Y.Map<unknown>) => void]>([
    [
      'written',
      (map) => map.set(`${ben.id}/12345678`, { text: 'Hi', at: Date.now(), position: 0, stem: null }),
    ],
    ['removed', (map) => map.delete([...map.keys()][0] as string)],
  ])('%s in the name of another close the socket and change nothing', async (_name, forge) => {
    const [a, b] = [await join(ada), await join(ben)];
    startThread(penOf(ben, b), { stemId: null, position: 0 }, 'Mine');
    await until(() => readThreads(a.doc).length === 1);
    const closed = new Promise<{ code: number; reason: string }>((resolve) =>
      a.provider.on('closed', resolve),
    );
    forge(a.doc.getMap('comments'));
    expect(await closed).toMatchObject({
      code: CLOSE_CODES.invalidEdit,
      reason: 'A comment can be written and changed by its author alone.',
    });
    expect(readThreads(await loadDocument(projectId))).toEqual(readThreads(b.doc));
    expect(readThreads(b.doc)).toMatchObject([{ authorId: ben.id, text: 'Mine' }]);
    for (const client of [a, b]) client.destroy();
  });
});

it('does not accept comments of viewers', async () => {
  const vera = await addPerson('Vera');
  await getPrisma().membership.create({ data: { projectId, userId: vera.id, role: 'viewer' } });
  const [a, v] = [await join(ada), await join(vera)];
  startThread(penOf(vera, v), { stemId: null, position: 0 }, 'Let me in');
  startThread(penOf(ada, a), { stemId: null, position: 0 }, 'Heard');
  await until(() => readThreads(v.doc).length === 2 && a.isSaved());
  expect(readThreads(await loadDocument(projectId))).toMatchObject([{ text: 'Heard' }]);
  for (const client of [a, v]) client.destroy();
});

describe('activity', () => {
  it('records a drag as one row, from its first value to its last, separately for each user', async () => {
    const [a, b] = [await join(ada), await join(ben)];
    for (let i = 1; i <= 20; i++) {
      setStrip(a.doc, 'vocals', 'gainDb', -i / 2, null);
      if (i % 5 === 0) await until(a.isSaved);
    }
    await expect.poll(sentences).toEqual(['Ada moved Vocals volume from 0.0 to -10.0 dB']);
    setStrip(a.doc, 'vocals', 'gainDb', -6, null);
    setStrip(b.doc, 'bass', 'mute', true, null);
    setMaster(b.doc, 'gainDb', -1, null);
    await expect
      .poll(async () => (await sentences()).sort())
      .toEqual([
        'Ada moved Vocals volume from 0.0 to -6.0 dB',
        'Ben moved Master volume from 0.0 to -1.0 dB',
        'Ben muted Bass',
      ]);
    await expect.poll(() => heard).toContainEqual({ type: 'activity', projectId });
    for (const client of [a, b]) client.destroy();
  });

  it('records a processor as one row, and a sound by its name where the project may use it', async () => {
    const a = await join(ada);
    const job = { id: crypto.randomUUID(), name: 'grain-library', queue: 'cpu', input: {} };
    await getPrisma().job.create({ data: job });
    const sounds = [null, ben.id].map((ownerId, i) => ({
      id: `sound-${i}-${job.id}`,
      ownerId,
      name: `Sound ${i}`,
      sha256: `${job.id}-${i}`,
      jobId: job.id,
    }));
    await getPrisma().styleSound.createMany({ data: sounds });
    setStrip(a.doc, 'vocals', 'eqLowPeakGainDb', 1, null);
    await until(async () => (await sentences()).length === 1);
    expect(await sentences()).toEqual(['Ada moved Vocals EQ low mid gain from 0.0 to +1.0 dB']);
    for (let i = 1; i <= 10; i++) {
      setStrip(a.doc, 'vocals', 'eqLowPeakGainDb', i / 2, null);
      setStrip(a.doc, 'vocals', 'eqLowPeakHz', 400 + 10 * i, null);
    }
    setMaster(a.doc, 'limiterOn', true, null);
    setStyle(a.doc, 'bass', 'sound', sounds[0]?.id ?? null, null);
    setStyle(a.doc, 'bass', 'voices', 2, null);
    // Somebody else's, and not shared with the project.
    setStyle(a.doc, 'drums', 'sound', sounds[1]?.id ?? null, null);
    await until(async () => (await sentences()).length === 3);
    expect((await sentences()).sort()).toEqual([
      'Ada changed the EQ of Vocals',
      'Ada played Bass with the sound “Sound 0”',
      'Ada switched the limiter on',
    ]);
    a.destroy();
  });

  it('records nothing for a value that is back where it was', async () => {
    const a = await join(ada);
    setStrip(a.doc, 'drums', 'pan', 0.5, null);
    await until(async () => (await sentences()).length === 1);
    setStrip(a.doc, 'drums', 'mute', true, null);
    a.doc.getMap('mix').delete('drums/pan');
    await until(async () => (await sentences())[0] === 'Ada muted Drums');
    expect(await sentences()).toEqual(['Ada muted Drums']);
    a.destroy();
  });

  it('quotes comments, and drops the text of removed ones', async () => {
    const a = await join(ada);
    const pen = penOf(ada, a);
    const thread = startThread(pen, { stemId: 'bass', position: 83 * 44_100 }, 'Listen\nto this');
    replyTo(pen, thread, 'Or not');
    const other = startThread(pen, { stemId: null, position: 0 }, 'Secret');
    setResolved(pen, thread, true);
    removeComment(pen, other);
    await until(async () => (await sentences()).length === 3);
    expect((await sentences()).sort()).toEqual([
      'Ada commented on Bass at 1:23: “Listen to this”',
      'Ada replied on Bass at 1:23: “Or not”',
      'Ada resolved the comment on Bass at 1:23: “Listen to this”',
    ]);
    a.destroy();
  });

  it('records the restoring of a version as one row', async () => {
    const a = await join(ada);
    const data = { projectId, createdBy: ada.id, name: 'Loud chorus', state: new Uint8Array([0, 0]) };
    const { id } = await getPrisma().version.create({ data });
    restoreVersion(a.doc, 'of-another-project', { mix: { 'drums/pan': 1 } }, null);
    restoreVersion(
      a.doc,
      id,
      { mix: { 'drums/pan': -1, 'bass/pan': 1 }, styles: { 'bass/sound': 'bells' } },
      null,
    );
    await until(async () => (await sentences()).length > 0);
    expect(await sentences()).toEqual(['Ada restored the version “Loud chorus”']);
    a.destroy();
  });

  it('pages from the newest to the oldest', async () => {
    const rows = Array.from({ length: 7 }, (_, i) => ({
      id: crypto.randomUUID(),
      projectId,
      actorId: ben.id,
      kind: 'renamed',
      details: { before: String(i), after: String(i + 1) },
      // Two at the same moment, so that the id decides.
      at: new Date(1_700_000_000_000 + (i >> 1) * 1000),
    }));
    await getPrisma().activity.createMany({ data: rows });
    const first = await listActivity(projectId, { limit: 4 });
    const [at, id] = (first.next ?? '').split('_') as [string, string];
    const rest = await listActivity(projectId, { limit: 4, before: { at: new Date(Number(at)), id } });
    expect(rest.next).toBeNull();
    const all = [...first.activity, ...rest.activity];
    expect(new Set(all.map((entry) => entry.id)).size).toBe(7);
    expect(all.map((entry) => entry.at)).toEqual(
      all
        .map((entry) => entry.at)
        .sort()
        .reverse(),
    );
  });
});
