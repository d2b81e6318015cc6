// For tests and benchmarks: a viewer who sends edits as an editor would.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { setStrip } from '@/document/edits';
import { updateFrame } from '../frames';
import { headersOf, type TestPerson } from './studio';

/** Fewer than the server takes at once from one connection. */
const WRITES_PER_SOCKET = 1_000;

/** Opens a document socket; resolves when the server's question has arrived. */
export async function openSocket(port: number, projectId: string, person: TestPerson): Promise<WebSocket> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/yjs/${projectId}`, { headers: headersOf(person) });
  await once(ws, 'message');
  return ws;
}

function fakeEdit(): Uint8Array {
  const doc = new Y.Doc();
  setStrip(doc, 'drums', 'gainDb', -30, null);
  return updateFrame(Y.encodeStateAsUpdate(doc));
}

/** Resolves once the server has handled everything sent before: it answers in order. */
async function settled(ws: WebSocket): Promise<void> {
  const pong = once(ws, 'pong');
  ws.ping();
  await pong;
}

/** Sends so many edits, each of which an editor could send, and waits until the server has handled them. */
export async function writeAsViewer(
  port: number,
  projectId: string,
  viewer: TestPerson,
  writes: number,
): Promise<void> {
  for (let sent = 0; sent < writes; sent += WRITES_PER_SOCKET) {
    const ws = await openSocket(port, projectId, viewer);
    ws.send(new Uint8Array([0, 1, 2, 0, 0]));
    for (let i = 0; i < Math.min(WRITES_PER_SOCKET, writes - sent); i++) ws.send(fakeEdit());
    await settled(ws);
    ws.terminate();
  }
}
