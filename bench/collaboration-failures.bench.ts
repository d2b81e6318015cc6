// Failures around the collaboration server: a dead line for ten seconds, and being asked to end under load.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setStrip } from '@/document/edits';
import { readMix, readStrip } from '@/document/read';
import { addClients, Load } from '@/server/collaboration/testing/load';
import { NetworkLink } from '@/server/collaboration/testing/network-link';
import { startStudioProcess } from '@/server/collaboration/testing/spawn-server';
import { addPerson, addProject, openClient, until } from '@/server/collaboration/testing/studio';
import { loadNow } from './support/figures';
import { withDatabase } from './support/throwaway-database';

const EDIT_EVERY_MS = 100;
const LONGEST_RECOVERY_MS = 10_000;
const LONGEST_END_MS = 5_000;

/**
 * Cuts one of two clients off without closing anything, and returns how long after the repair both are equal.
 */
async function partition(url: string, mode: 'stall' | 'blackhole', cutMs: number): Promise<number> {
  const server = await startStudioProcess(url);
  const link = await NetworkLink.to(server.port);
  const people = [await addPerson('far'), await addPerson('near')] as const;
  const projectId = await addProject(people[0], [[people[1], 'editor']]);
  const far = openClient(link.port, projectId, people[0]);
  const near = openClient(server.port, projectId, people[1]);
  await until(() => far.provider.synced && near.provider.synced);
  let edits = 0;
  const timer = setInterval(() => {
    edits += 1;
    setStrip(far.doc, 'drums', 'gainDb', -edits / 10, null);
    setStrip(near.doc, 'bass', 'gainDb', -edits / 10, null);
    setStrip(edits % 2 ? far.doc : near.doc, 'vocals', 'pan', (edits % 100) / 100, null);
  }, EDIT_EVERY_MS);
  await pause(1_000);
  link[mode]();
  await pause(cutMs);
  link.restore();
  clearInterval(timer);
  const began = performance.now();
  const isEqual = () => JSON.stringify(readMix(far.doc)) === JSON.stringify(readMix(near.doc));
  await until(() => far.isSaved() && near.isSaved() && isEqual());
  const recoveredMs = performance.now() - began;
  const isWhole = [readStrip(near.doc, 'drums'), readStrip(far.doc, 'bass')].every(
    ({ gainDb }) => gainDb === -edits / 10,
  );
  if (!isWhole) throw new Error('An edit was lost.');
  far.destroy();
  near.destroy();
  link.close();
  await server.kill();
  return recoveredMs;
}

/** Asks the server to end while 200 people edit; returns how long that took. */
async function endUnderLoad(url: string): Promise<boolean> {
  const crowd = await addClients(200, 20);
  const server = await startStudioProcess(url);
  const load = new Load();
  await load.join(crowd, server.port, () => 0);
  load.start({ moves: 2, presence: 5 });
  await pause(3_000);
  const began = performance.now();
  const code = await server.terminate();
  const tookMs = performance.now() - began;
  load.stop();
  const { lost } = await load.compareWithLog();
  const { length } = load.figures.acknowledged;
  load.close();
  console.log(
    `  ended with code ${code} in ${tookMs.toFixed(0)} ms under load, ${lost} of ${length} acknowledged moves lost ` +
      `(load ${loadNow()})`,
  );
  return code === 0 && lost === 0 && tookMs <= LONGEST_END_MS;
}

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
await withDatabase(async (url) => {
  const results: boolean[] = [];
  for (const mode of ['stall', 'blackhole'] as const) {
    const recoveredMs = await partition(url, mode, Number(values.seconds) * 1000);
    console.log(
      `  line dead for ${values.seconds} s (${mode}): equal ${(recoveredMs / 1000).toFixed(1)} s after repair ` +
        `(load ${loadNow()})`,
    );
    results.push(recoveredMs <= LONGEST_RECOVERY_MS);
  }
  results.push(await endUnderLoad(url));
  if (results.includes(false)) process.exitCode = 1;
});
