// What happens to open sockets when roles change or the line dies, on two servers at once.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setStrip } from '@/document/edits';
import { readMix, readStrip } from '@/document/read';
import { CLOSE_CODES } from '@/document/wire/presence';
import { createApiToken, issueApiToken, revokeApiToken } from '@/platform/accounts/api-tokens';
import { closeBus, publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import type { StudioServer } from '@/server/main/studio-server';
import { loadDocument } from '../documents/read-document';
import { NetworkLink } from './testing/network-link';
import { startSocketServer } from './testing/server';
import { addPerson, addProject, openClient, type TestClient, type TestPerson, until } from './testing/studio';

let database: TestDatabase;
let servers: [StudioServer, StudioServer];
let ada: TestPerson;
let ben: TestPerson;
let projectId: string;
let clients: TestClient[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  servers = [await startSocketServer(), await startSocketServer()];
  ada = await addPerson('Ada');
  ben = await addPerson('Ben');
});
beforeEach(async () => {
  projectId = await addProject(ada, [[ben, 'editor']]);
});
afterEach(() => {
  for (const client of clients) client.destroy();
  clients = [];
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await closeBus();
  await database.close();
});

const join = (port: number, person: TestPerson): TestClient => {
  const client = openClient(port, projectId, person);
  clients.push(client);
  return client;
};

describe('a change of role', () => {
  const setRole = async (role: 'editor' | 'viewer'): Promise<void> => {
    const where = { projectId_userId: { projectId, userId: ben.id } };
    await getPrisma().membership.update({ where, data: { role } });
    await publish({ type: 'membership', projectId, userId: ben.id });
  };

  it('sends removed people off on every server', async () => {
    const sockets = servers.map((server) => join(server.port, ben));
    await until(() => sockets.every(({ provider }) => provider.synced));
    const closed = sockets.map(
      ({ provider }) => new Promise<number>((resolve) => provider.on('closed', ({ code }) => resolve(code))),
    );
    await getPrisma().membership.delete({ where: { projectId_userId: { projectId, userId: ben.id } } });
    await publish({ type: 'membership', projectId, userId: ben.id });
    expect(await Promise.all(closed)).toEqual([CLOSE_CODES.forbidden, CLOSE_CODES.forbidden]);
  });

  it.each([
    ['notified', true],
    ['not notified', false],
  ])('disconnects clients whose token was revoked, when %s', async (_how, isNotified) => {
    const guest = { ...ben, token: await createApiToken(ben.id, 'to be revoked') };
    const clients = servers.map(({ port }) => join(port, guest));
    await until(() => clients.every(({ provider }) => provider.synced));
    const closed = clients.map(
      ({ provider }) => new Promise<number>((resolve) => provider.on('closed', ({ code }) => resolve(code))),
    );
    const { id } = await getPrisma().apiToken.findFirstOrThrow({ where: { label: 'to be revoked' } });
    if (isNotified) await revokeApiToken(ben.id, id);
    else await getPrisma().apiToken.delete({ where: { id } });
    expect(await Promise.all(closed)).toEqual([CLOSE_CODES.signedOut, CLOSE_CODES.signedOut]);
  });

  it('lets nobody write by a token that may only read', async () => {
    const issued = await issueApiToken(ben.id, { label: 'reader', scope: 'read' });
    const [owner, reader] = [
      join(servers[0].port, ada),
      join(servers[1].port, { ...ben, token: issued.token }),
    ];
    await until(() => owner.provider.synced && reader.provider.synced);
    setStrip(reader.doc, 'drums', 'gainDb', -33, null);
    setStrip(owner.doc, 'vocals', 'gainDb', -7, null);
    await until(() => readStrip(reader.doc, 'vocals').gainDb === -7);
    // The reconciliation every second must not give the token the rights of the user's role: nothing may happen in it.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    setStrip(reader.doc, 'drums', 'gainDb', -34, null);
    setStrip(owner.doc, 'vocals', 'gainDb', -8, null);
    await until(() => readStrip(reader.doc, 'vocals').gainDb === -8);
    expect(readMix(owner.doc).strips.drums).toBeUndefined();
    expect(reader.isSaved()).toBe(false);
  });

  it('takes the pen away and gives it back', async () => {
    const [owner, guest] = [join(servers[0].port, ada), join(servers[1].port, ben)];
    await until(() => owner.provider.synced && guest.provider.synced);
    await setRole('viewer');
    // An edit without a receipt shows that the new role is in effect: there is no event to wait for, only time.
    await until(async () => {
      setStrip(guest.doc, 'drums', 'gainDb', Math.random() - 10, null);
      await new Promise((resolve) => setTimeout(resolve, 800));
      return !guest.isSaved();
    });
    setStrip(guest.doc, 'bass', 'gainDb', -20, null);
    setStrip(owner.doc, 'vocals', 'gainDb', -1, null);
    await until(() => readStrip(guest.doc, 'vocals').gainDb === -1);
    expect(readMix(owner.doc).strips.bass).toBeUndefined();
    await setRole('editor');
    await until(() => readStrip(owner.doc, 'bass').gainDb === -20);
    setStrip(guest.doc, 'bass', 'gainDb', -21, null);
    await until(() => readStrip(owner.doc, 'bass').gainDb === -21);
  });

  it('ends everything when the project is deleted', async () => {
    const client = join(servers[0].port, ada);
    await until(() => client.provider.synced);
    const closed = new Promise<number>((resolve) =>
      client.provider.on('closed', ({ code }) => resolve(code)),
    );
    await getPrisma().project.delete({ where: { id: projectId } });
    expect(await closed).toBe(CLOSE_CODES.notFound);
  });
});

it.each(['stall', 'blackhole'] as const)(
  'merges what both sides edited while the line was dead: %s',
  async (fate) => {
    const line = await NetworkLink.to(servers[0].port);
    const [far, near] = [join(line.port, ben), join(servers[1].port, ada)];
    await until(() => far.provider.synced && near.provider.synced);
    line[fate]();
    for (let i = 1; i <= 30; i++) {
      setStrip(far.doc, 'drums', 'gainDb', -i, null);
      setStrip(near.doc, 'bass', 'gainDb', -i, null);
      setStrip(i % 2 ? far.doc : near.doc, 'vocals', 'pan', i / 100, null);
    }
    await until(near.isSaved);
    expect(readMix(near.doc).strips.drums).toBeUndefined();
    expect(far.isSaved()).toBe(false);
    line.restore();
    // The client is not notified: it finds out by itself.
    await until(
      () => far.isSaved() && JSON.stringify(readMix(far.doc)) === JSON.stringify(readMix(near.doc)),
    );
    expect(readMix(far.doc).strips).toMatchObject({ drums: { gainDb: -30 }, bass: { gainDb: -30 } });
    expect(readMix(await loadDocument(projectId))).toEqual(readMix(near.doc));
    line.close();
  },
);
