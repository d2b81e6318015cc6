// Two real server processes on one database: one studio for everybody, also while one of them dies or leaves.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { setStrip } from '@/document/edits';
import { readMix, readStrip } from '@/document/read';
import { CLOSE_CODES } from '@/document/wire/presence';
import { closeBus, publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { loadDocument } from '../documents/read-document';
import { addClients, Load } from './testing/load';
import { NetworkLink } from './testing/network-link';
import { type ServerProcess, startStudioProcess } from './testing/spawn-server';
import { addPerson, addProject, openClient, type TestClient, type TestPerson, until } from './testing/studio';

let database: TestDatabase;
let servers: [ServerProcess, ServerProcess];
let ada: TestPerson;
let ben: TestPerson;
let projectId: string;
const clients: TestClient[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  servers = [await startStudioProcess(database.url), await startStudioProcess(database.url)];
  [ada, ben] = [await addPerson('Ada'), await addPerson('Ben')];
});
beforeEach(async () => {
  projectId = await addProject(ada, [[ben, 'editor']]);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await closeBus();
  await database.close();
});

const join = (port: number, person: TestPerson): TestClient => {
  const client = openClient(port, projectId, person);
  clients.push(client);
  return client;
};
const isSame = (a: TestClient, b: TestClient) =>
  JSON.stringify(readMix(a.doc)) === JSON.stringify(readMix(b.doc));
/** The names of all people whom a client sees, itself included, and what they are editing. */
const seenBy = ({ provider }: TestClient): string[] =>
  [...provider.awareness.getStates().values()]
    .map(({ user, holds }) => `${user?.name} ${holds ?? ''}`)
    .sort();

it('shows everybody to everybody, by the name the server knows', async () => {
  const [a, b] = [join(servers[0].port, ada), join(servers[1].port, ben)];
  a.provider.awareness.setLocalStateField('holds', 'drums/gainDb');
  b.provider.awareness.setLocalStateField('user', { userId: ada.id, name: 'Ada', color: '#000000' });
  await until(() => [a, b].every((client) => seenBy(client).join() === 'Ada drums/gainDb,Ben '));
  const late = join(servers[1].port, ada);
  await until(() => seenBy(late).length === 3 && seenBy(a).length === 3);
  late.destroy();
  await until(() => seenBy(a).length === 2);
});

it('gives a new role and a removal effect in both processes', async () => {
  const guests = servers.map((server) => join(server.port, ben));
  const owner = join(servers[0].port, ada);
  await until(() => [...guests, owner].every(({ provider }) => provider.synced));
  const membership = { where: { projectId_userId: { projectId, userId: ben.id } } };
  await getPrisma().membership.update({ ...membership, data: { role: 'viewer' } });
  await publish({ type: 'membership', projectId, userId: ben.id });
  for (const [index, guest] of guests.entries()) {
    const stem = `guest${index}`;
    // Once an edit gets no receipt, which only time can show, the new role is in effect; nothing that follows may arrive.
    await until(async () => {
      setStrip(guest.doc, stem, 'pan', Math.random(), null);
      await new Promise((resolve) => setTimeout(resolve, 800));
      return !guest.isSaved();
    });
    setStrip(guest.doc, stem, 'gainDb', -33, null);
  }
  setStrip(owner.doc, 'vocals', 'gainDb', -1, null);
  await until(() => guests.every(({ doc }) => readStrip(doc, 'vocals').gainDb === -1));
  const stored = readMix(await loadDocument(projectId)).strips;
  expect([stored.guest0?.gainDb, stored.guest1?.gainDb]).not.toContain(-33);
  const closed = guests.map(
    ({ provider }) => new Promise<number>((resolve) => provider.on('closed', ({ code }) => resolve(code))),
  );
  await getPrisma().membership.delete(membership);
  await publish({ type: 'membership', projectId, userId: ben.id });
  expect(await Promise.all(closed)).toEqual([CLOSE_CODES.forbidden, CLOSE_CODES.forbidden]);
});

it('goes on in the other process when one is killed', async () => {
  const line = await NetworkLink.to(servers[0].port);
  const [a, b] = [join(line.port, ada), join(servers[1].port, ben)];
  await until(() => a.provider.synced && b.provider.synced && seenBy(b).length === 2);
  const edit = (from: number) => {
    for (let i = from; i < from + 40; i++) {
      setStrip(a.doc, 'drums', 'gainDb', -i / 10, null);
      setStrip(b.doc, i % 2 ? 'drums' : 'bass', 'gainDb', -i / 10, null);
    }
  };
  edit(1);
  await until(() => a.isSaved() && b.isSaved() && isSame(a, b));
  edit(41);
  line.redirect(servers[1].port);
  await servers[0].kill();
  edit(81);
  await until(() => a.isSaved() && b.isSaved() && isSame(a, b));
  expect(readMix(await loadDocument(projectId))).toEqual(readMix(a.doc));
  await until(() => seenBy(a).length === 2 && seenBy(b).length === 2);
  servers[0] = await startStudioProcess(database.url);
  line.close();
});

it('lets the people of a killed process leave', async () => {
  const [a, b] = [join(servers[0].port, ada), join(servers[1].port, ben)];
  await until(() => seenBy(a).length === 2 && seenBy(b).length === 2);
  a.provider.shouldConnect = false;
  await servers[0].kill();
  await until(() => seenBy(b).length === 1);
  servers[0] = await startStudioProcess(database.url);
});

it('loses nothing that was acknowledged when asked to end under load', async () => {
  const crowd = await addClients(8, 2);
  const load = new Load();
  await load.join(crowd, servers[0].port, () => 0);
  load.start({ moves: 20, presence: 5 });
  await until(() => load.figures.acknowledged.length > 100);
  expect(await servers[0].terminate()).toBe(0);
  load.stop();
  expect((await load.compareWithLog()).lost).toBe(0);
  load.close();
  servers[0] = await startStudioProcess(database.url);
});
