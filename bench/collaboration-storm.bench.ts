// One Free account against everybody: reconnects to the largest document, and invalid edits, beside a witness.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { setStrip } from '@/document/edits';
import { openDocument } from '@/document/open';
import { updateFrame } from '@/server/collaboration/frames';
import { startStudioProcess } from '@/server/collaboration/testing/spawn-server';
import {
  addPerson,
  addProject,
  headersOf,
  openClient,
  type TestPerson,
  until,
} from '@/server/collaboration/testing/studio';
import { appendUpdates, ensureLog } from '@/server/documents/log';
import { loadNow, quantile } from './support/figures';
import { withDatabase } from './support/throwaway-database';

const SOCKETS = 8;
const COMMENTS = 8_100;
const COMMENT_CHARS = 2_000;
const EMPTY_STATE = new Uint8Array([0, 0, 1, 0]);
const NOTHING = new Uint8Array([0, 1, 2, 0, 0]);
const LONGEST_P99_MS = 100;
/** A client that is refused tries again at once: worse than any browser. */
const RETRY_MS = 5;

/** As large as documents could become before comments had a limit of their own: those are still there. */
async function addHugeProject(owner: TestPerson): Promise<string> {
  const projectId = await addProject(owner);
  const doc = openDocument();
  doc.transact(() => {
    for (let i = 0; i < COMMENTS; i++) {
      const key = `${owner.id}/c${String(i).padStart(11, '0')}`;
      const comment = { text: 'x'.repeat(COMMENT_CHARS), at: 1_770_000_000_000, position: i, stem: null };
      doc.getMap('comments').set(key, comment);
    }
  });
  await ensureLog(projectId);
  const update = { bytes: Y.encodeStateAsUpdate(doc), authorId: owner.id };
  await appendUpdates([{ projectId, expectedSeq: 0, updates: [update] }]);
  return projectId;
}

const invalidEdit = (): Uint8Array => {
  const doc = new Y.Doc();
  doc.getMap('mix').set('drums/gainDb', 99);
  return updateFrame(Y.encodeStateAsUpdate(doc));
};

type Attack = 'none' | 'reconnect' | 'invalid';
type Outcomes = Map<string, number>;

/** Opens, requests everything, perhaps sends an invalid edit, and starts again, until stopped. */
async function storm(url: string, person: TestPerson, attack: Attack, signal: AbortSignal, seen: Outcomes) {
  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  while (!signal.aborted) {
    const ws = new WebSocket(url, { headers: headersOf(person), perMessageDeflate: false });
    ws.on('error', () => undefined);
    ws.on('unexpected-response', (request, response) => {
      request.on('error', () => undefined);
      note(String(response.statusCode));
      ws.terminate();
    });
    ws.on('open', () => {
      ws.send(EMPTY_STATE);
      ws.send(NOTHING);
      if (attack === 'invalid') ws.send(invalidEdit());
    });
    let bytes = 0;
    ws.on('message', (data: Buffer) => {
      bytes += data.byteLength;
      if (attack === 'reconnect' && bytes > COMMENTS * COMMENT_CHARS) ws.close();
    });
    const end = () => ws.terminate();
    signal.addEventListener('abort', end);
    // Not by once(), which fails with the error of a handshake that was refused.
    const code = await new Promise<number>((resolve) => ws.on('close', resolve));
    signal.removeEventListener('abort', end);
    if (seen.size === 0) process.send?.('begun');
    note(bytes > COMMENTS * COMMENT_CHARS ? 'whole document' : `closed ${code}`);
    await pause(RETRY_MS);
  }
}

/** What somebody else notices: an answer over HTTP, and an edit in a project of their own until it is stored. */
async function witness(port: number, ada: TestPerson, projectId: string, seconds: number) {
  const client = openClient(port, projectId, ada);
  await until(() => client.provider.synced);
  const [gets, edits]: [number[], number[]] = [[], []];
  const end = performance.now() + seconds * 1000;
  for (let i = 0; performance.now() < end; i++) {
    let began = performance.now();
    await (await fetch(`http://127.0.0.1:${port}/`)).arrayBuffer();
    gets.push(performance.now() - began);
    began = performance.now();
    setStrip(client.doc, 'drums', 'gainDb', -(i % 60), null);
    await until(client.isSaved);
    edits.push(performance.now() - began);
    await pause(20);
  }
  client.destroy();
  return { gets, edits };
}

const [, , role, port, attack, projectId, token, id] = process.argv;
if (role === 'attacker') {
  const person = { id: id as string, name: 'mallory', token: token as string };
  const over = new AbortController();
  const seen: Outcomes = new Map();
  process.on('message', () => over.abort());
  const url = `ws://127.0.0.1:${port}/yjs/${projectId}`;
  await Promise.all(
    Array.from({ length: SOCKETS }, () => storm(url, person, attack as Attack, over.signal, seen)),
  );
  process.send?.([...seen]);
  process.disconnect();
} else {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '15' } } });
  await withDatabase(async (database) => {
    const server = await startStudioProcess(database, 0, undefined, 'real');
    const ada = await addPerson('witness');
    const own = await addProject(ada);
    for (const kind of ['none', 'reconnect', 'invalid'] as const) {
      const mallory = await addPerson('mallory');
      const huge = await addHugeProject(mallory);
      const before = await server.processorS();
      const self = fileURLToPath(import.meta.url);
      const args = ['attacker', String(server.port), kind, huge, mallory.token, mallory.id];
      const attacker =
        kind === 'none' ? null : fork(self, args, { execArgv: ['--import', 'tsx'], stdio: 'inherit' });
      // It says so when its first socket is over.
      if (attacker) await once(attacker, 'message');
      const { gets, edits } = await witness(server.port, ada, own, Number(values.seconds));
      const spread = (of: readonly number[]) =>
        `p50 ${quantile(of, 0.5).toFixed(0)} p99 ${quantile(of, 0.99).toFixed(0)} longest ${quantile(of, 1).toFixed(0)} ms`;
      const cpu = ((await server.processorS()) - before).toFixed(1);
      console.log(
        `  ${kind}: GET ${spread(gets)}; edit ${spread(edits)} (${gets.length} of each); server ${cpu} CPU s; load ${loadNow()}`,
      );
      if (attacker) {
        const outcomes = once(attacker, 'message');
        attacker.send('over');
        const deadline = pause(20_000).then(() => ['nothing within 20 s']);
        console.log(`    the attacker saw ${JSON.stringify((await Promise.race([outcomes, deadline]))[0])}`);
        attacker.kill();
      }
      if (Math.max(quantile(gets, 0.99), quantile(edits, 0.99)) > LONGEST_P99_MS) process.exitCode = 1;
    }
    await server.kill();
  });
}
