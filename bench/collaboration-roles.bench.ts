// Roles under attack: a viewer writes 10,000 times, and removed people are sent off by two server processes.
import { once } from 'node:events';
import { CLOSE_CODES } from '@/document/wire/presence';
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { type ServerProcess, startStudioProcess } from '@/server/collaboration/testing/spawn-server';
import { addPerson, addProject, type TestPerson } from '@/server/collaboration/testing/studio';
import { openSocket, writeAsViewer } from '@/server/collaboration/testing/viewer-writes';
import { loadNow } from './support/figures';
import { withDatabase } from './support/throwaway-database';

const WRITES = 10_000;
const REMOVALS = 10;
const LONGEST_MS = 2_000;

async function attack(server: ServerProcess, owner: TestPerson): Promise<boolean> {
  const viewer = await addPerson('viewer');
  const projectId = await addProject(owner, [[viewer, 'viewer']]);
  await writeAsViewer(server.port, projectId, viewer, WRITES);
  const changes = await getPrisma().documentUpdate.count({ where: { projectId } });
  console.log(`  ${WRITES} writes of a viewer: ${changes} changes`);
  return changes === 0;
}

async function removeMembers(servers: readonly ServerProcess[], owner: TestPerson): Promise<boolean> {
  let longest = 0;
  for (let i = 0; i < REMOVALS; i++) {
    const member = await addPerson('member');
    const projectId = await addProject(owner, [[member, 'editor']]);
    const sockets = await Promise.all(servers.map((server) => openSocket(server.port, projectId, member)));
    const closed = Promise.all(sockets.map(async (ws) => (await once(ws, 'close'))[0] as number));
    await getPrisma().membership.deleteMany({ where: { projectId, userId: member.id } });
    const began = performance.now();
    // Half of them without a word on the bus: the servers have to find out.
    if (i % 2 === 0) await publish({ type: 'membership', projectId, userId: member.id });
    const codes = await closed;
    longest = Math.max(longest, performance.now() - began);
    if (codes.some((code) => code !== CLOSE_CODES.forbidden)) throw new Error(`Closed with ${codes}.`);
  }
  console.log(
    `  ${REMOVALS} removals in ${servers.length} processes: longest ${longest.toFixed(0)} ms  (load ${loadNow()})`,
  );
  return longest <= LONGEST_MS;
}

await withDatabase(async (url) => {
  const servers = [await startStudioProcess(url), await startStudioProcess(url)] as const;
  const owner = await addPerson('owner');
  const results = [await attack(servers[0], owner), await removeMembers(servers, owner)];
  await Promise.all(servers.map((server) => server.kill()));
  if (results.includes(false)) process.exitCode = 1;
});
