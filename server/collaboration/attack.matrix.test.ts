// A real server process under attack: it stays up, and nothing that it refuses changes a document.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isLongRun } from '@/contract/testing/thinned';
import { setStrip } from '@/document/edits';
import { readStrip } from '@/document/read';
import { validateState } from '@/document/validate';
import { closeBus } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { loadDocument } from '../documents/read-document';
import { type AttackCounts, attackWithBrokenFrames, attackWithUpdates } from './testing/attacker';
import { type ServerProcess, startStudioProcess } from './testing/spawn-server';
import { addPerson, addProject, openClient, type TestPerson, until } from './testing/studio';
import { writeAsViewer } from './testing/viewer-writes';

const ATTACKERS = 5;
/** What is sent: a fifth of it in a short run. */
const [UPDATES, FRAMES, WRITES] = isLongRun ? [1_500, 500, 10_000] : [300, 100, 2_000];

let database: TestDatabase;
let server: ServerProcess;
let ada: TestPerson;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startStudioProcess(database.url);
  ada = await addPerson('Ada');
});
afterAll(async () => {
  await server.kill();
  await closeBus();
  await database.close();
});

/** Whether somebody can still edit the project, over a stock client. */
async function canEdit(projectId: string): Promise<boolean> {
  const client = openClient(server.port, projectId, ada);
  await until(() => client.provider.synced);
  setStrip(client.doc, 'other', 'gainDb', -12, null);
  await until(client.isSaved);
  client.destroy();
  return readStrip(await loadDocument(projectId), 'other').gainDb === -12;
}

const total = (all: readonly AttackCounts[], key: keyof AttackCounts) =>
  all.reduce((sum, counts) => sum + counts[key], 0);

it(`takes no harm from ${UPDATES} spoilt updates and ${FRAMES} broken frames`, async () => {
  const projects = await Promise.all(Array.from({ length: ATTACKERS }, () => addProject(ada)));
  const attack = async (projectId: string, seed: number): Promise<AttackCounts[]> => [
    await attackWithUpdates(server.port, projectId, ada, { frames: UPDATES / ATTACKERS, seed }),
    await attackWithBrokenFrames(server.port, projectId, ada, { frames: FRAMES / ATTACKERS, seed }),
  ];
  const counts = (await Promise.all(projects.map(attack))).flat();
  expect(total(counts, 'harmful')).toBe(0);
  expect(total(counts, 'unexplained')).toBe(0);
  expect(total(counts, 'refused')).toBeGreaterThan((2 / 3) * UPDATES);
  for (const projectId of projects) {
    expect(validateState(await loadDocument(projectId))).toBeNull();
    expect(await canEdit(projectId)).toBe(true);
  }
  expect(server.hasEnded).toBe(false);
}, 180_000);

it(`takes nothing from ${WRITES} writes of a viewer`, async () => {
  const viewer = await addPerson('Vera');
  const projectId = await addProject(ada, [[viewer, 'viewer']]);
  await writeAsViewer(server.port, projectId, viewer, WRITES);
  expect(await canEdit(projectId)).toBe(true);
  expect(await getPrisma().documentUpdate.count({ where: { projectId, authorId: viewer.id } })).toBe(0);
  expect(readStrip(await loadDocument(projectId), 'drums').gainDb).toBe(0);
}, 60_000);
