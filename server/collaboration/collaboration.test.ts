// Shared editing over real sockets and a real database: durable, validated, and several servers at once.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import * as Y from 'yjs';
import { setMaster, setStrip } from '@/document/edits';
import { readMix, readStrip } from '@/document/read';
import { readStems } from '@/document/sources';
import { closeBus, publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import type { StudioServer } from '@/server/main/studio-server';
import { appendUpdates } from '../documents/log';
import { loadDocument } from '../documents/read-document';
import { compactLog } from './compaction';
import { startSocketServer } from './testing/server';
import { addPerson, addProject, openClient, type TestClient, type TestPerson, until } from './testing/studio';

let database: TestDatabase;
let ada: TestPerson;
let ben: TestPerson;
let projectId: string;
let servers: StudioServer[] = [];
let clients: TestClient[] = [];

const startServer = async (port = 0): Promise<StudioServer> => {
  const server = await startSocketServer(port);
  servers.push(server);
  return server;
};
const stopServer = async (server: StudioServer): Promise<void> => {
  servers = servers.filter((each) => each !== server);
  await server.stop();
};
const join = (server: StudioServer, person: TestPerson, project = projectId): TestClient => {
  const client = openClient(server.port, project, person);
  clients.push(client);
  return client;
};
const savedGain = async (stem: string) => readStrip(await loadDocument(projectId), stem).gainDb;

beforeAll(async () => {
  database = await openTestDatabase();
  [ada, ben] = [await addPerson('Ada'), await addPerson('Ben')];
});
beforeEach(async () => {
  projectId = await addProject(ada, [[ben, 'editor']]);
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  clients = [];
  await Promise.all(servers.map(stopServer));
});
afterAll(async () => {
  await closeBus();
  await database.close();
});

it('lets two people edit and acknowledges what is on disk', async () => {
  const server = await startServer();
  const [a, b] = [join(server, ada), join(server, ben)];
  await until(() => a.provider.synced && b.provider.synced);
  setStrip(a.doc, 'drums', 'gainDb', -6, null);
  expect(a.isSaved()).toBe(false);
  await until(a.isSaved);
  expect(await savedGain('drums')).toBe(-6);
  await until(() => readStrip(b.doc, 'drums').gainDb === -6);
  setMaster(b.doc, 'gainDb', -1, null);
  await until(() => readMix(a.doc).master.gainDb === -1);
});

it('loses nothing that was acknowledged when the server stops and starts', async () => {
  const first = await startServer();
  const a = join(first, ada);
  await until(() => a.provider.synced);
  for (let i = 1; i <= 20; i++) setStrip(a.doc, 'bass', 'gainDb', -i, null);
  await until(a.isSaved);
  await stopServer(first);
  setStrip(a.doc, 'vocals', 'pan', 0.5, null);
  const second = await startServer(first.port);
  const b = join(second, ben);
  await until(() => readStrip(b.doc, 'vocals').pan === 0.5);
  expect(readStrip(b.doc, 'bass').gainDb).toBe(-20);
});

it('compacts the log without changing the document', async () => {
  const server = await startServer();
  const a = join(server, ada);
  await until(() => a.provider.synced);
  for (let i = 1; i <= 50; i++) {
    setStrip(a.doc, 'bass', 'gainDb', -i, null);
    if (i % 10 === 0) await until(a.isSaved);
  }
  expect(await compactLog(projectId, 1)).toBeGreaterThan(0);
  expect(await getPrisma().documentUpdate.count({ where: { projectId } })).toBe(0);
  expect(await compactLog(projectId, 1)).toBeNull();
  setStrip(a.doc, 'drums', 'mute', true, null);
  await until(a.isSaved);
  expect(readMix(await loadDocument(projectId))).toEqual(readMix(a.doc));
});

it('shares a document between two servers, edits on both sides colliding', async () => {
  const [one, two] = [await startServer(), await startServer()];
  const [a, b] = [join(one, ada), join(two, ben)];
  await until(() => a.provider.synced && b.provider.synced);
  for (let i = 0; i < 60; i++) {
    setStrip(a.doc, 'drums', 'gainDb', -i / 2, null);
    setStrip(b.doc, i % 2 ? 'drums' : 'bass', 'gainDb', -i / 3, null);
    if (i % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await until(() => a.isSaved() && b.isSaved());
  const same = () => JSON.stringify(readMix(a.doc)) === JSON.stringify(readMix(b.doc));
  await until(same);
  expect(readMix(await loadDocument(projectId))).toEqual(readMix(a.doc));
});

it('recovers from a lost notification by reading the log', async () => {
  const server = await startServer();
  const a = join(server, ada);
  await until(() => a.provider.synced);
  const elsewhere = await loadDocument(projectId);
  setStrip(elsewhere, 'other', 'pan', -1, null);
  const update = { bytes: Y.encodeStateAsUpdate(elsewhere), authorId: ben.id };
  await appendUpdates([{ projectId, expectedSeq: 0, updates: [update] }]);
  await until(() => readStrip(a.doc, 'other').pan === -1);
});

it('delivers results once, whichever of two servers comes first', async () => {
  const [one, two] = [await startServer(), await startServer()];
  const [a, b] = [join(one, ada), join(two, ben)];
  await until(() => a.provider.synced && b.provider.synced);
  const stems = ['vocals', 'drums', 'bass', 'other'].map((id) => ({
    id,
    name: id,
    sourceId: 'sep-1',
    lengthSamples: 44_100,
    sampleRate: 44_100,
    segmentSamples: 262_144,
    headroomBits: 0,
  }));
  for (let i = 0; i < 5; i++) {
    const edit = { type: 'put-stems', stems: stems.map((stem) => ({ ...stem, headroomBits: i })) };
    await getPrisma().outbox.create({ data: { projectId, edit, createdAt: new Date(i * 1000) } });
  }
  await publish({ type: 'outbox', projectId });
  await until(() => readStems(a.doc).length === 4 && readStems(b.doc).length === 4);
  await until(async () => (await getPrisma().outbox.count({ where: { doneAt: null } })) === 0);
  expect(await getPrisma().documentUpdate.count({ where: { projectId, opId: { not: null } } })).toBe(5);
  await until(() => readStems(b.doc).every((stem) => stem.headroomBits === 4));
});
