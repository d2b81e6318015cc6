// Limits that outlive a socket: reconnecting, invalid edits, open places, and how much room comments may take.
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { removeComment, startThread } from '@/document/comment-edits';
import { MAX_COMMENT_BYTES_OF_ONE } from '@/document/comment-size';
import { setStrip } from '@/document/edits';
import { openDocument } from '@/document/open';
import { CLOSE_CODES } from '@/document/wire/presence';
import { closeBus } from '@/platform/bus';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { SOCKET_LIMITS, type SocketLimitSizes } from '@/server/limits/socket-limits';
import type { StudioServer } from '@/server/main/studio-server';
import { appendUpdates, ensureLog } from '../documents/log';
import { updateFrame } from './frames';
import { startSocketServer } from './testing/server';
import { addPerson, addProject, headersOf, openClient, type TestPerson, until } from './testing/studio';

let database: TestDatabase;
const servers: StudioServer[] = [];
let ada: TestPerson;
let ben: TestPerson;
let projectId: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  [ada, ben] = [await addPerson('Ada'), await addPerson('Ben')];
  projectId = await addProject(ada, [[ben, 'editor']]);
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await closeBus();
  await database.close();
});

/** A server whose limits are the usual ones but for these. */
async function serve(sizes: Partial<SocketLimitSizes>): Promise<number> {
  const server = await startSocketServer(0, { ...SOCKET_LIMITS, ...sizes });
  servers.push(server);
  return server.port;
}

interface Outcome {
  /** Of the handshake. */
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly ws: WebSocket;
}

/** Dials once. */
function dial(port: number, person: TestPerson, path = `/yjs/${projectId}`): Promise<Outcome> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: headersOf(person) });
  ws.on('error', () => undefined);
  return new Promise((resolve) => {
    ws.once('open', () => resolve({ status: 101, retryAfter: undefined, ws }));
    ws.once('unexpected-response', (_request, { statusCode = 0, headers }) =>
      resolve({ status: statusCode, retryAfter: headers['retry-after'], ws }),
    );
  });
}

const SOON = { rate: 0.001, burst: 3 };
const LIVE = '/socket.io/?EIO=4&transport=websocket';
const invalid = (): Uint8Array => {
  const doc = new Y.Doc();
  doc.getMap('mix').set('drums/gainDb', 99);
  return updateFrame(Y.encodeStateAsUpdate(doc));
};

describe('handshakes', () => {
  it.each([`/yjs`, LIVE])(
    'on %s too often are refused with a time to come back, others are not',
    async (where) => {
      const port = await serve({ joins: SOON });
      const path = where === LIVE ? LIVE : `/yjs/${projectId}`;
      for (let i = 0; i < 3; i++) (await dial(port, ada, path)).ws.terminate();
      expect(await dial(port, ada, path)).toMatchObject({
        status: 429,
        retryAfter: expect.stringMatching(/^\d+$/),
      });
      const other = await dial(port, ben, path);
      expect(other.status).toBe(101);
      other.ws.terminate();
    },
  );

  it('are counted over all processes', async () => {
    const [one, two] = [await serve({ joinsPerMinute: 4 }), await serve({ joinsPerMinute: 4 })];
    for (const port of [one, two, one, two]) expect((await dial(port, ada)).status).toBe(101);
    for (const port of [one, two]) expect((await dial(port, ada)).status).toBe(429);
  });

  it('from one address too often are refused before anything is looked up', async () => {
    const port = await serve({ attempts: SOON });
    const stranger = { ...ada, token: 'none' };
    for (let i = 0; i < 3; i++) expect((await dial(port, stranger)).status).toBe(401);
    expect((await dial(port, stranger)).status).toBe(429);
  });

  it.each(['openPerPerson', 'openPerAddress'] as const)(
    'find a place again once one is left: %s',
    async (limit) => {
      const port = await serve({ [limit]: 2 });
      const open = [await dial(port, ada), await dial(port, ada)];
      expect((await dial(port, ada)).status).toBe(429);
      open[0]?.ws.close();
      await until(async () => {
        const { status, ws } = await dial(port, ada);
        ws.terminate();
        return status === 101;
      });
      open[1]?.ws.terminate();
    },
  );
});

it('refuses who keeps sending invalid edits, whichever socket they come by', async () => {
  const port = await serve({ refusals: SOON });
  for (let i = 0; i < 3; i++) {
    const { ws } = await dial(port, ada);
    ws.send(new Uint8Array([0, 1, 2, 0, 0]));
    ws.send(invalid());
    expect((await once(ws, 'close'))[0]).toBe(CLOSE_CODES.invalidEdit);
  }
  expect(await dial(port, ada)).toMatchObject({ status: 429, retryAfter: expect.any(String) });
});

it('sends a large document only so often', async () => {
  const port = await serve({ sent: { rate: 1, burst: 5_000 } });
  const doc = openDocument();
  const pen = { doc, userId: ada.id, origin: null, now: Date.now };
  startThread(pen, { stemId: null, position: 0 }, 'x'.repeat(2_000));
  await ensureLog(projectId);
  const update = { bytes: Y.encodeStateAsUpdate(doc), authorId: ada.id };
  await appendUpdates([{ projectId, expectedSeq: 0, updates: [update] }]);
  for (let i = 0; i < 2; i++) {
    const client = openClient(port, projectId, ada);
    await until(() => client.provider.synced);
    client.destroy();
  }
  const { ws } = await dial(port, ada);
  ws.send(new Uint8Array([0, 0, 1, 0]));
  const [code, reason] = (await once(ws, 'close')) as [number, Buffer];
  expect([code, reason.toString()]).toEqual([CLOSE_CODES.tooFast, expect.stringMatching(/too often/)]);
});

it('counts frames of one person over all their sockets', async () => {
  const port = await serve({ frames: { rate: 1, burst: 40 } });
  const sockets = [await dial(port, ada), await dial(port, ada)];
  for (let i = 0; i < 30; i++) for (const { ws } of sockets) ws.send(new Uint8Array([3]));
  const [code] = await Promise.race(sockets.map(({ ws }) => once(ws, 'close')));
  expect(code).toBe(CLOSE_CODES.tooFast);
  for (const { ws } of sockets) ws.terminate();
});

it('gives the comments of one person a share of their own, and room again when some are deleted', async () => {
  const port = await serve({});
  const doc = openDocument();
  const pen = { doc, userId: ada.id, origin: null, now: Date.now };
  const keys: string[] = [];
  const fill = () => keys.push(startThread(pen, { stemId: null, position: 0 }, '界'.repeat(2_000)));
  expect(() => {
    for (;;) fill();
  }).toThrow(/delete some/);
  expect(keys.length * 6_000).toBeGreaterThan(MAX_COMMENT_BYTES_OF_ONE * 0.9);
  await ensureLog(projectId);
  const update = { bytes: Y.encodeStateAsUpdate(doc), authorId: ada.id };
  await appendUpdates([{ projectId, expectedSeq: 0, updates: [update] }]);

  const forged = openClient(port, projectId, ada);
  await until(() => forged.provider.synced);
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    forged.provider.on('closed', resolve);
  });
  const comment = { text: '界'.repeat(2_000), at: Date.now(), position: 0, stem: null };
  forged.doc.getMap('comments').set(`${ada.id}/c23456789012`, comment);
  expect(await closed).toMatchObject({
    code: CLOSE_CODES.tooLarge,
    reason: expect.stringMatching(/delete some/),
  });
  forged.destroy();

  const [own, other] = [openClient(port, projectId, ada), openClient(port, projectId, ben)];
  await until(() => own.provider.synced && other.provider.synced);
  startThread({ ...pen, doc: other.doc, userId: ben.id }, { stemId: null, position: 0 }, 'Room for me');
  setStrip(other.doc, 'drums', 'gainDb', -3, null);
  removeComment({ ...pen, doc: own.doc }, keys[0] as string);
  startThread({ ...pen, doc: own.doc }, { stemId: null, position: 0 }, '界'.repeat(1_900));
  await until(() => own.isSaved() && other.isSaved());
  for (const client of [own, other]) client.destroy();
});
