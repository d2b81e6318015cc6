// Who may open a socket: origin, session and role are checked before the handshake ends, on both paths alike.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { endSession, endSessions, startSession } from '@/platform/accounts/sessions';
import { closeBus } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { startSocketServer } from '@/server/collaboration/testing/server';
import { addPerson, addProject, headersOf, type TestPerson } from '@/server/collaboration/testing/studio';
import type { StudioServer } from './studio-server';

/** How many visitors are being checked, now and at most. */
const checks = vi.hoisted(() => ({ now: 0, most: 0 }));
vi.mock('../auth/socket-visitor', async (importOriginal) => {
  const { socketVisitor } = await importOriginal<typeof import('../auth/socket-visitor')>();
  return {
    async socketVisitor(request: IncomingMessage) {
      checks.now += 1;
      checks.most = Math.max(checks.most, checks.now);
      return socketVisitor(request).finally(() => {
        checks.now -= 1;
      });
    },
  };
});

const SECRET = 'a secret of a fitting length for the tests of sockets';

let database: TestDatabase;
let server: StudioServer;
const NAMES = ['owner', 'viewer', 'removed', 'stranger', 'revoked'] as const;
let people: Record<(typeof NAMES)[number], TestPerson>;
let projectId: string;

beforeAll(async () => {
  vi.stubEnv('NEXTAUTH_SECRET', SECRET);
  database = await openTestDatabase();
  server = await startSocketServer();
  const [owner, viewer, removed, stranger, revoked] = await Promise.all(NAMES.map(addPerson));
  if (!owner || !viewer || !removed || !stranger || !revoked) throw new Error('Nobody came.');
  people = { owner, viewer, removed, stranger, revoked };
  projectId = await addProject(owner, [
    [viewer, 'viewer'],
    [removed, 'editor'],
    [revoked, 'editor'],
  ]);
  await getPrisma().membership.delete({ where: { projectId_userId: { projectId, userId: removed.id } } });
});
afterAll(async () => {
  await server.stop();
  await closeBus();
  await database.close();
  vi.unstubAllEnvs();
});

type Headers = Record<string, string>;

/** The cookie of a browser in which somebody has signed in. */
async function cookieOf(person: TestPerson, secret = SECRET): Promise<Headers> {
  const sessionId = await startSession(person.id, null);
  if (person === people.revoked) await endSessions(person.id);
  const token = await encode({ token: { userId: person.id, sessionId }, secret });
  return { cookie: `next-auth.session-token=${token}` };
}
const from = (origin: string): Headers => ({ origin });
const ownPage = (): Headers => from(`http://localhost:${server.port}`);

/** The status that an upgrade ends with; 101 is an open socket. */
async function statusOf(path: string, headers: Headers): Promise<number> {
  const ws = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
  ws.on('error', () => undefined);
  const refused = once(ws, 'unexpected-response').then(([, response]) => Number(response.statusCode));
  const status = await Promise.race([refused, once(ws, 'open').then(() => 101)]);
  ws.terminate();
  return status;
}

it.each<[string, () => Headers | Promise<Headers>, number, number]>([
  [
    'a member with a session on our page',
    async () => ({ ...(await cookieOf(people.owner)), ...ownPage() }),
    101,
    101,
  ],
  [
    'a viewer with a session on our page',
    async () => ({ ...(await cookieOf(people.viewer)), ...ownPage() }),
    101,
    101,
  ],
  ['a program with a token', () => headersOf(people.owner), 101, 101],
  [
    'a foreign page',
    async () => ({ ...(await cookieOf(people.owner)), ...from('https://evil.example') }),
    403,
    403,
  ],
  [
    'a foreign page with a token',
    () => ({ ...headersOf(people.owner), ...from('https://evil.example') }),
    403,
    403,
  ],
  [
    'a page without an origin',
    async () => ({ ...(await cookieOf(people.owner)), ...from('null') }),
    403,
    403,
  ],
  ['a session that names no page', () => cookieOf(people.owner), 403, 403],
  ['nobody', () => ownPage(), 401, 401],
  ['nobody, from a foreign page', () => from('https://evil.example'), 403, 403],
  ['an unknown token', () => ({ authorization: 'Bearer nonsense' }), 401, 401],
  [
    'a forged session',
    async () => ({ ...(await cookieOf(people.owner, 'guessed')), ...ownPage() }),
    401,
    401,
  ],
  ['a revoked session', async () => ({ ...(await cookieOf(people.revoked)), ...ownPage() }), 401, 401],
  // An account of the studio may listen; which projects it may watch is judged for each of them.
  ['a stranger', async () => ({ ...(await cookieOf(people.stranger)), ...ownPage() }), 404, 101],
  ['a former member', async () => ({ ...(await cookieOf(people.removed)), ...ownPage() }), 404, 101],
])('answers %s', async (_who, headers, document, live) => {
  expect(await statusOf(`/yjs/${projectId}`, await headers())).toBe(document);
  expect(await statusOf('/socket.io/?EIO=4&transport=websocket', await headers())).toBe(live);
});

it.each(['/yjs/no-such-project', '/yjs/../etc', '/yjs/', '/', '/socket.io/../yjs'])(
  'has no socket at %s',
  async (path) => {
    expect(await statusOf(path, headersOf(people.owner))).toBe(404);
  },
);

it('checks few of many handshakes at once, so that requests need not wait for the database behind them', async () => {
  checks.most = 0;
  const statuses = await Promise.all(
    Array.from({ length: 30 }, () => statusOf(`/yjs/${projectId}`, headersOf(people.owner))),
  );
  expect(new Set(statuses)).toEqual(new Set([101]));
  expect(checks.most).toBe(2);
});

it('closes the sockets of a session that ends, on every server, and those of no other', async () => {
  const second = await startSocketServer();
  const [ending, staying] = [
    await startSession(people.owner.id, null),
    await startSession(people.owner.id, null),
  ];
  const open = async (sessionId: string, port: number, path: string) => {
    const token = await encode({ token: { userId: people.owner.id, sessionId }, secret: SECRET });
    const cookie = `next-auth.session-token=${token}`;
    const headers = { cookie, origin: `http://localhost:${port}` };
    const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    await once(ws, 'open');
    // socket.io greets, and lets in who answers by naming the namespace.
    if (path.startsWith('/socket.io')) {
      const isIn = new Promise<void>((resolve) => {
        ws.on('message', (data) => String(data).startsWith('40') && resolve());
      });
      ws.send('40');
      await isIn;
    }
    return ws;
  };
  const paths = [`/yjs/${projectId}`, '/socket.io/?EIO=4&transport=websocket'];
  const places = [server.port, second.port].flatMap((port) => paths.map((path) => [port, path] as const));
  const mine = await Promise.all(places.map(([port, path]) => open(ending, port, path)));
  const others = await Promise.all(places.map(([port, path]) => open(staying, port, path)));
  const closed = mine.map((ws) => once(ws, 'close').then(([code]) => Number(code)));
  expect(await endSession(people.owner.id, ending)).toBe(true);
  expect((await Promise.all(closed)).filter((code) => code === 4401)).toHaveLength(2);
  expect(others.map((ws) => ws.readyState)).toEqual(others.map(() => WebSocket.OPEN));
  for (const ws of others) ws.terminate();
  await second.stop();
});
