// Roles under attack: a viewer writes 10,000 times, and removed people are sent off by two server processes.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { setStrip } from '@/document/edits';
import { CLOSE_CODES } from '@/document/wire/presence';
import { updateFrame } from '@/server/collaboration/frames';
import { type ServerProcess, startStudioProcess } from '@/server/collaboration/testing/spawn-server';
import { addPerson, addProject, headersOf, type TestPerson } from '@/server/collaboration/testing/studio';
import { publish } from '@/server/shared/bus';
import { getPrisma } from '@/server/shared/database/client';
import { withDatabase } from './support/throwaway-database';

const WRITES = 10_000;
/** Fewer than the server takes at once from one connection. */
const WRITES_PER_SOCKET = 1_000;
const REMOVALS = 10;
const LONGEST_MS = 2_000;

async function openSocket(server: ServerProcess, projectId: string, person: TestPerson): Promise<WebSocket> {
  const ws = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${projectId}`, { headers: headersOf(person) });
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

async function writeAsViewer(server: ServerProcess, owner: TestPerson): Promise<boolean> {
  const viewer = await addPerson('viewer');
  const projectId = await addProject(owner, [[viewer, 'viewer']]);
  for (let sent = 0; sent < WRITES; sent += WRITES_PER_SOCKET) {
    const ws = await openSocket(server, projectId, viewer);
    ws.send(new Uint8Array([0, 1, 2, 0, 0]));
    for (let i = 1; i < WRITES_PER_SOCKET; i++) ws.send(fakeEdit());
    await settled(ws);
    ws.terminate();
  }
  const changes = await getPrisma().documentUpdate.count({ where: { projectId } });
  console.log(`  ${WRITES} writes of a viewer: ${changes} changes`);
  return changes === 0;
}

async function removeMembers(servers: readonly ServerProcess[], owner: TestPerson): Promise<boolean> {
  let longest = 0;
  for (let i = 0; i < REMOVALS; i++) {
    const member = await addPerson('member');
    const projectId = await addProject(owner, [[member, 'editor']]);
    const sockets = await Promise.all(servers.map((server) => openSocket(server, projectId, member)));
    const closed = Promise.all(sockets.map(async (ws) => (await once(ws, 'close'))[0] as number));
    await getPrisma().membership.deleteMany({ where: { projectId, userId: member.id } });
    const began = performance.now();
    // Half of them without a word on the bus: the servers have to find out.
    if (i % 2 === 0) await publish({ type: 'membership', projectId, userId: member.id });
    const codes = await closed;
    longest = Math.max(longest, performance.now() - began);
    if (codes.some((code) => code !== CLOSE_CODES.forbidden)) throw new Error(`Closed with ${codes}.`);
  }
  console.log(`  ${REMOVALS} removals in ${servers.length} processes: longest ${longest.toFixed(0)} ms`);
  return longest <= LONGEST_MS;
}

await withDatabase(async (url) => {
  const servers = [await startStudioProcess(url), await startStudioProcess(url)] as const;
  const owner = await addPerson('owner');
  const results = [await writeAsViewer(servers[0], owner), await removeMembers(servers, owner)];
  await Promise.all(servers.map((server) => server.kill()));
  if (results.includes(false)) process.exitCode = 1;
});
