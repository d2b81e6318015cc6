// A server process behind a line to the database that goes silent: edits are stored or refused, and none is lost.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { setStrip } from '@/document/edits';
import { readStrip } from '@/document/read';
import { closeBus } from '@/platform/bus';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { TcpProxy } from '@/platform/testing/tcp-proxy';
import { loadDocument } from '../documents/read-document';
import { type ServerProcess, startStudioProcess } from './testing/spawn-server';
import { addPerson, addProject, openClient, type TestClient, type TestPerson, until } from './testing/studio';

let database: TestDatabase;
let proxy: TcpProxy;
let behind: ServerProcess;
let beside: ServerProcess;
let ada: TestPerson;
let projectId: string;
const clients: TestClient[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  proxy = await TcpProxy.open(database.url);
  [behind, beside] = await Promise.all([
    startStudioProcess(proxy.urlOf(database.url)),
    startStudioProcess(database.url),
  ]);
  ada = await addPerson('Ada');
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});
afterAll(async () => {
  await Promise.all([behind.kill(), beside.kill()]);
  await proxy.close();
  await closeBus();
  await database.close();
});

const join = async (server: ServerProcess): Promise<TestClient> => {
  const client = openClient(server.port, projectId, ada);
  clients.push(client);
  await until(() => client.provider.synced);
  return client;
};
const gain = ({ doc }: Pick<TestClient, 'doc'>) => readStrip(doc, 'drums').gainDb;
const move = ({ doc }: TestClient, gainDb: number) => setStrip(doc, 'drums', 'gainDb', gainDb, null);
const storedGain = async () => {
  const doc = await loadDocument(projectId);
  const stored = gain({ doc });
  doc.destroy();
  return stored;
};

it('stores edits again after every connection went silent, and follows the other process', async () => {
  projectId = await addProject(ada);
  const [a, b] = [await join(behind), await join(beside)];
  move(a, -1);
  await until(() => a.isSaved() && gain(b) === -1);
  proxy.blackhole();
  const began = performance.now();
  move(a, -2);
  await until(() => a.isSaved());
  console.warn(`Saved ${((performance.now() - began) / 1000).toFixed(1)} s after the line went silent.`);
  expect(await storedGain()).toBe(-2);
  // Or the two moves would be of the same moment, and either may stand.
  await until(() => gain(b) === -2);
  move(b, -3);
  await until(() => gain(a) === -3);
  console.warn(`In step with the other process after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
});

it('refuses what it cannot store while the line is a hole, and the browser brings it again', async () => {
  projectId = await addProject(ada);
  const a = await join(behind);
  move(a, -4);
  await until(() => a.isSaved());
  const closed = new Promise<number>((resolve) => {
    a.provider.once('connection-close', (event: { code: number } | null) => resolve(event?.code ?? 0));
  });
  proxy.mode = 'hole';
  const began = performance.now();
  move(a, -5);
  expect(await closed).toBe(1013);
  console.warn(`Refused after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  proxy.mode = 'pass';
  await until(() => a.isSaved());
  expect(await storedGain()).toBe(-5);
});
