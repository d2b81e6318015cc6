// A server process under attack: spoilt updates and broken WebSocket frames, one at a time, each of them measured.
import { parseArgs } from 'node:util';
import * as Y from 'yjs';
import { startThread } from '@/document/comment-edits';
import { setStrip } from '@/document/edits';
import {
  type AttackCounts,
  attackWithBrokenFrames,
  attackWithUpdates,
  type Measure,
} from '@/server/collaboration/testing/attacker';
import { startStudioProcess } from '@/server/collaboration/testing/spawn-server';
import { addPerson, addProject, type TestPerson } from '@/server/collaboration/testing/studio';
import { appendUpdates, ensureLog } from '@/server/documents/log';
import { loadNow, quantile } from './support/figures';
import { withDatabase } from './support/throwaway-database';

const EDITS = 10_000;
/** Moves of one fader in a row. */
const DRAG = 20;
const COMMENTS = 500;
const LONGEST_MS = 50;

/** A project with a history: what an attack makes the server throw away and build again. */
async function addBusyProject(owner: TestPerson): Promise<string> {
  const projectId = await addProject(owner);
  const doc = new Y.Doc();
  const pen = { doc, userId: owner.id, origin: null, now: Date.now };
  for (let i = 0; i < EDITS; i++) {
    setStrip(doc, `stem${Math.floor(i / DRAG) % 6}`, 'gainDb', -(i % 600) / 10, null);
  }
  for (let i = 0; i < COMMENTS; i++)
    startThread(pen, { stemId: 'drums', position: i * 44_100 }, `Comment ${i}`);
  await ensureLog(projectId);
  const update = { bytes: Y.encodeStateAsUpdate(doc), authorId: owner.id };
  await appendUpdates([{ projectId, expectedSeq: 0, updates: [update] }]);
  return projectId;
}

class Stopwatch {
  readonly wallMs: number[] = [];
  readonly processorMs: number[] = [];

  readonly #processorS: () => Promise<number>;

  constructor(processorS: () => Promise<number>) {
    this.#processorS = processorS;
  }

  readonly measure: Measure = async (send) => {
    const before = await this.#processorS();
    const began = performance.now();
    await send();
    this.wallMs.push(performance.now() - began);
    this.processorMs.push(((await this.#processorS()) - before) * 1000);
  };
}

function report(what: string, counts: AttackCounts, { wallMs, processorMs }: Stopwatch): boolean {
  const spread = (values: readonly number[]) =>
    `p50 ${quantile(values, 0.5).toFixed(1)}  p99 ${quantile(values, 0.99).toFixed(1)}  longest ${quantile(values, 1).toFixed(1)} ms`;
  console.log(
    `  ${wallMs.length} ${what}: ${counts.refused} refused, ${counts.harmful} of them changed something, ` +
      `${counts.unexplained} without a reason, ${counts.taken} harmless`,
  );
  console.log(`    processor ${spread(processorMs)};  clock ${spread(wallMs)};  load ${loadNow()}`);
  return counts.harmful === 0 && counts.unexplained === 0 && quantile(processorMs, 1) <= LONGEST_MS;
}

const { values } = parseArgs({ options: { frames: { type: 'string', default: '20000' } } });
await withDatabase(async (url) => {
  const server = await startStudioProcess(url);
  const owner = await addPerson('owner');
  const projectId = await addBusyProject(owner);
  console.log(`A document with ${EDITS} edits and ${COMMENTS} comments, a server process of its own`);
  const results: boolean[] = [];
  for (const [what, attack, share] of [
    ['spoilt updates', attackWithUpdates, 1],
    ['broken frames', attackWithBrokenFrames, 0.25],
  ] as const) {
    const watch = new Stopwatch(() => server.processorS());
    const frames = Number(values.frames) * share;
    const counts = await attack(server.port, projectId, owner, { frames, seed: 5, measure: watch.measure });
    results.push(report(what, counts, watch));
  }
  console.log(`  exits of the server: ${server.hasEnded ? 1 : 0}`);
  if (results.includes(false) || server.hasEnded) process.exitCode = 1;
  await server.kill();
});
