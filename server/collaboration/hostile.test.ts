// Clients that break the rules, on real sockets: each is sent off with a reason, nobody else notices.
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { setStrip } from '@/document/edits';
import { readMix } from '@/document/read';
import { DEFAULT_STRIP } from '@/document/schema';
import { applyServerEdit } from '@/document/server-edits';
import { CLOSE_CODES } from '@/document/wire/presence';
import { closeBus } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import type { StudioServer } from '@/server/main/studio-server';
import { loadDocument } from '../documents/read-document';
import { updateFrame } from './frames';
import { startSocketServer } from './testing/server';
import { addPerson, addProject, headersOf, openClient, type TestPerson, until } from './testing/studio';

let database: TestDatabase;
let server: StudioServer;
let ada: TestPerson;
let viewer: TestPerson;
let projectId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startSocketServer();
  ada = await addPerson('Ada');
  viewer = await addPerson('Vera');
});
beforeEach(async () => {
  projectId = await addProject(ada, [[viewer, 'viewer']]);
});
afterAll(async () => {
  await server.stop();
  await closeBus();
  await database.close();
});

const entries = () => getPrisma().documentUpdate.count({ where: { projectId } });

/** A bare socket that has answered the server's question with "nothing". */
async function openRaw(person: TestPerson): Promise<WebSocket> {
  const ws = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${projectId}`, { headers: headersOf(person) });
  await once(ws, 'open');
  ws.send(new Uint8Array([0, 1, 2, 0, 0]));
  return ws;
}

/** Sends the frames and waits until the server closes: the code and the reason. */
async function closeAfter(...frames: (Uint8Array | string)[]): Promise<{ code: number; reason: string }> {
  const ws = await openRaw(ada);
  ws.on('error', () => undefined);
  for (const frame of frames) ws.send(frame);
  const [code, reason] = (await once(ws, 'close')) as [number, Buffer];
  return { code, reason: reason.toString() };
}

const frameOf = (edit: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  edit(doc);
  return updateFrame(Y.encodeStateAsUpdate(doc));
};
const stem = { id: 'drums', name: 'x', sourceId: 's', lengthSamples: 1, sampleRate: 1, segmentSamples: 1 };

describe('an edit that breaks the rules', () => {
  it.each<[string, number, Uint8Array | string]>([
    ['text', CLOSE_CODES.invalidEdit, 'hello'],
    ['an unknown message', CLOSE_CODES.invalidEdit, new Uint8Array([77, 1, 2])],
    ['an empty frame', CLOSE_CODES.invalidEdit, new Uint8Array()],
    ['a cut update', CLOSE_CODES.invalidEdit, new Uint8Array([0, 2, 40, 1, 1])],
    ['a broken state vector', CLOSE_CODES.invalidEdit, new Uint8Array([0, 0, 2, 255, 255])],
    ['broken presence', CLOSE_CODES.invalidEdit, new Uint8Array([1, 3, 9, 9, 9])],
    ['an oversized frame', CLOSE_CODES.tooLarge, new Uint8Array(1_100_000)],
    [
      'a value out of range',
      CLOSE_CODES.invalidEdit,
      frameOf((d) => d.getMap('mix').set('drums/gainDb', 99)),
    ],
    ['an unknown register', CLOSE_CODES.invalidEdit, frameOf((d) => d.getMap('mix').set('drums/x', 1))],
    ['an unknown map', CLOSE_CODES.invalidEdit, frameOf((d) => d.getMap('x').set('y', 1))],
    [
      'a forged result',
      CLOSE_CODES.invalidEdit,
      frameOf((d) => applyServerEdit(d, { type: 'put-stems', stems: [{ ...stem, headroomBits: 0 }] })),
    ],
  ])('%s closes the socket with %i and changes nothing', async (_name, code, frame) => {
    const closed = await closeAfter(frame);
    expect(closed.code).toBe(code);
    expect(closed.reason).toMatch(/\.$/);
    expect(await entries()).toBe(0);
  });

  it('that builds on a gap closes the socket', async () => {
    const doc = new Y.Doc();
    setStrip(doc, 'drums', 'gainDb', -1, null);
    const before = Y.encodeStateVector(doc);
    setStrip(doc, 'drums', 'gainDb', -2, null);
    expect(await closeAfter(updateFrame(Y.encodeStateAsUpdate(doc, before)))).toMatchObject({
      code: CLOSE_CODES.invalidEdit,
    });
  });

  it('sent too fast closes the socket', async () => {
    const frames = Array.from({ length: 5_000 }, () => new Uint8Array([3]));
    expect(await closeAfter(...frames)).toMatchObject({ code: CLOSE_CODES.tooFast });
  });
});

it('survives frames that are not even WebSocket frames', async () => {
  const ws = await openRaw(ada);
  const socket = (ws as unknown as { _socket: import('node:net').Socket })._socket;
  socket.write(Buffer.from([0xf2, 0x85, 1, 2, 3, 4, 5]));
  await once(ws, 'close');
  expect((await openRaw(ada)).readyState).toBe(WebSocket.OPEN);
});

it('drops what viewers write, and lets them see', async () => {
  const editor = openClient(server.port, projectId, ada);
  const ws = await openRaw(viewer);
  const update = frameOf((doc) => setStrip(doc, 'drums', 'gainDb', -50, null));
  for (let i = 0; i < 200; i++) ws.send(update);
  const onlooker = openClient(server.port, projectId, viewer);
  await until(() => editor.provider.synced && onlooker.provider.synced);
  setStrip(onlooker.doc, 'bass', 'gainDb', -50, null);
  setStrip(editor.doc, 'vocals', 'gainDb', -7, null);
  await until(() => readMix(onlooker.doc).strips.vocals?.gainDb === -7);
  expect(readMix(await loadDocument(projectId))).toEqual(readMix(editor.doc));
  expect(readMix(editor.doc).strips).toEqual({ vocals: { ...DEFAULT_STRIP, gainDb: -7 } });
  for (const client of [editor, onlooker]) client.destroy();
  ws.terminate();
});
