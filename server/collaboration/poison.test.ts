// Text that PostgreSQL cannot store: rejected at the socket, and harmless where a document contains it
// already.
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { startThread } from '@/document/comment-edits';
import { readThreads } from '@/document/comments';
import { openDocument } from '@/document/open';
import { readTracklist } from '@/document/tracklist';
import { moveTrack } from '@/document/tracklist-edits';
import { CLOSE_CODES } from '@/document/wire/presence';
import { closeBus } from '@/platform/bus';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { listActivity } from '@/server/activity/activity';
import type { StudioServer } from '@/server/main/studio-server';
import { appendUpdates, ensureLog } from '../documents/log';
import { type ActivityRow, writeActivityRows } from './activity-rows';
import { updateFrame } from './frames';
import { storeActivityRows } from './store-activity-rows';
import { startSocketServer } from './testing/server';
import { addPerson, addProject, headersOf, openClient, type TestPerson, until } from './testing/studio';

let database: TestDatabase;
let server: StudioServer;
let mallory: TestPerson;
let ada: TestPerson;
let theirs: string;
let ours: string;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startSocketServer();
  [mallory, ada] = [await addPerson('Mallory'), await addPerson('Ada')];
});
beforeEach(async () => {
  [theirs, ours] = [await addProject(mallory), await addProject(ada)];
});
afterAll(async () => {
  await server.stop();
  await closeBus();
  await database.close();
});

const listed = async (projectId: string): Promise<string[]> =>
  (await listActivity(projectId, { limit: 50 })).activity.map(({ text }) => text);

async function comment(projectId: string, person: TestPerson, text: string): Promise<void> {
  const client = openClient(server.port, projectId, person);
  await until(() => client.provider.synced);
  const pen = { doc: client.doc, userId: person.id, origin: null, now: Date.now };
  startThread(pen, { stemId: null, position: 0 }, text);
  await until(client.isSaved);
  client.destroy();
}

const POISON = 'bad \u0000 byte';
const words = (text: string) => ({ text, at: Date.now(), position: 0, stem: null });

describe('a register with text that cannot be stored', () => {
  it.each<[string, string, (userId: string) => string, unknown]>([
    ['a comment with U+0000', 'comments', (id) => `${id}/c23456789012`, words(POISON)],
    ['a comment with a bell', 'comments', (id) => `${id}/c23456789012`, words('ding \u0007')],
    ['a comment with U+0085', 'comments', (id) => `${id}/c23456789012`, words('\u0085')],
    ['the name of a track', 'tracklist', () => 'track-1/entry', { name: POISON }],
    ['the name of a track with a line break', 'tracklist', () => 'track-1/entry', { name: 'a\nb' }],
    ['who settled a thread', 'comments', (id) => `${id}/c23456789012/resolved`, POISON],
  ])('%s is rejected with a message, and other edits are recorded', async (_name, map, keyOf, value) => {
    const doc = new Y.Doc();
    doc.getMap(map).set(keyOf(mallory.id), value);
    const ws = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${theirs}`, { headers: headersOf(mallory) });
    await once(ws, 'open');
    ws.send(new Uint8Array([0, 1, 2, 0, 0]));
    ws.send(updateFrame(Y.encodeStateAsUpdate(doc)));
    const [code, reason] = (await once(ws, 'close')) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([CLOSE_CODES.invalidEdit, expect.stringMatching(/\.$/)]);
    await comment(ours, ada, 'Still here');
    await until(async () => (await listed(ours)).length === 1);
  });
});

/** A project whose log contains such text already, from a time when it was accepted. */
async function poisonOnDisk(): Promise<void> {
  const doc = openDocument();
  doc.getMap('comments').set(`${mallory.id}/c23456789012`, words(POISON));
  for (const [index, id] of ['track-1', 'track-2'].entries()) {
    doc.getMap('tracklist').set(`${id}/entry`, { name: `${POISON} ${id}` });
    doc.getMap('tracklist').set(`${id}/position`, index);
  }
  await ensureLog(theirs);
  const update = { bytes: Y.encodeStateAsUpdate(doc), authorId: mallory.id };
  await appendUpdates([{ projectId: theirs, expectedSeq: 0, updates: [update] }]);
}

describe('a document that contains such text already', () => {
  it('opens, shows it cleaned, and is recorded like any other', async () => {
    await poisonOnDisk();
    const client = openClient(server.port, theirs, mallory);
    await until(() => client.provider.synced);
    expect(readThreads(client.doc)[0]?.text).toBe('bad   byte');
    expect(readTracklist(client.doc).tracks[0]?.name).toBe('bad   byte track-1');
    moveTrack(client.doc, 'track-1', 1, null);
    client.doc.getMap('comments').delete(`${mallory.id}/c23456789012`);
    await until(client.isSaved);
    await comment(ours, ada, 'Not touched');
    await until(async () => (await listed(theirs)).length === 2 && (await listed(ours)).length === 1);
    client.destroy();
  });
});

it('notes an excerpt that ends in the middle of a character', async () => {
  await comment(ours, ada, `${'x'.repeat(78)}👩‍🚀 and more`);
  await until(async () => (await listed(ours)).length === 1);
});

it('drops a row that the database refuses, alone', async () => {
  const note = (projectId: string, kind: string): ActivityRow => ({
    id: crypto.randomUUID(),
    projectId,
    actorId: ada.id,
    at: Date.now(),
    what: { kind, stem: 'drums' } as ActivityRow['what'],
  });
  const notes = [
    note(ours, 'clips'),
    note(ours, 'style-set'),
    { ...note(theirs, 'clips'), id: 'not \u0000 storable' },
    note(ours, 'clips'),
  ];
  await expect(writeActivityRows(notes)).rejects.toThrow();
  await storeActivityRows(notes);
  expect(await listed(ours)).toHaveLength(3);
  expect(await listed(theirs)).toHaveLength(0);
});
