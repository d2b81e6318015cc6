// How large a long-lived project is on the wire, and how long a page takes to open it.

import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { readThreads } from '@/document/comments';
import { openDocument } from '@/document/open';
import { readMix } from '@/document/read';
import { fillMix } from '@/document/testing/full-mix';
import { encodeLongProject } from '@/document/testing/long-project';
import { createPersonalUndo } from '@/document/undo';
import { MESSAGE_ACKNOWLEDGE, readAcknowledgement } from '@/document/wire/acknowledge';
import { startSocketServer } from '@/server/collaboration/testing/server';
import { addPerson, addProject, headersOf, type TestPerson } from '@/server/collaboration/testing/studio';
import { appendUpdates, ensureLog } from '@/server/documents/log';
import { withDatabase } from './support/throwaway-database';

const SIZE = { edits: 10_000, comments: 500 };
const FULL = { stems: 8, clips: 50, points: 50 };
const MAX_KB = 200;
const MAX_MS = 300;
const ROUNDS = 15;
/** The last notifications go out before the database does. */
const SETTLE_MS = 200;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** What a page does with the bytes before it can show the mixer and the comments. */
function openInMemory(bytes: Uint8Array): number {
  const began = performance.now();
  const doc = openDocument();
  createPersonalUndo(doc, 'me');
  Y.applyUpdate(doc, bytes);
  readMix(doc);
  readThreads(doc);
  const ms = performance.now() - began;
  doc.destroy();
  return ms;
}

/** From dialling to the whole document, over a real socket from a real database. */
async function openOverSocket(
  port: number,
  projectId: string,
  headers: Record<string, string>,
): Promise<number> {
  class TokenSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers });
    }
  }
  const began = performance.now();
  const doc = openDocument();
  const provider = new WebsocketProvider(`ws://127.0.0.1:${port}/yjs`, projectId, doc, {
    WebSocketPolyfill: TokenSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  provider.messageHandlers[MESSAGE_ACKNOWLEDGE] = (_encoder, decoder) => void readAcknowledgement(decoder);
  await new Promise<void>((resolve) => provider.on('sync', (synced) => synced && resolve()));
  readMix(doc);
  readThreads(doc);
  const ms = performance.now() - began;
  provider.destroy();
  doc.destroy();
  return ms;
}

/** Prints how large a document is and how long it takes to read; returns its size in kB. */
function measure(name: string, encoded: Uint8Array): number {
  const kB = encoded.byteLength / 1000;
  const inMemory = median(Array.from({ length: ROUNDS }, () => openInMemory(encoded)));
  console.log(`  ${name}: ${kB.toFixed(1)} kB on the wire`);
  console.log(`  decoded and read: median ${inMemory.toFixed(1)} ms of ${ROUNDS}`);
  return kB;
}

function encodeFullMix(): Uint8Array {
  const doc = openDocument();
  fillMix(doc, FULL);
  const encoded = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return encoded;
}

const bytes = encodeLongProject(SIZE);
const kB = measure(`${SIZE.edits} edits, ${SIZE.comments} comments`, bytes);
const { stems, clips, points } = FULL;
const fullKB = measure(
  `${stems} stems, every register set, ${clips} clips and 2 x ${points} breakpoints on each`,
  encodeFullMix(),
);

/** A project whose log contains exactly these bytes. */
async function addLongProject(owner: TestPerson, log: Uint8Array): Promise<string> {
  const projectId = await addProject(owner);
  await ensureLog(projectId);
  await appendUpdates([{ projectId, expectedSeq: 0, updates: [{ bytes: log, authorId: owner.id }] }]);
  return projectId;
}

await withDatabase(async () => {
  const server = await startSocketServer();
  const ada = await addPerson('Ada');
  const open = (projectId: string) => openOverSocket(server.port, projectId, headersOf(ada));
  // The first visitor of a fresh server pays for its start: that is not the document's doing.
  await open(await addProject(ada));
  const unopened = await Promise.all(Array.from({ length: ROUNDS }, () => addLongProject(ada, bytes)));
  const cold: number[] = [];
  const warm: number[] = [];
  for (const projectId of unopened) {
    cold.push(await open(projectId));
    warm.push(await open(projectId));
  }
  console.log(
    `  opened over a socket: median ${median(cold).toFixed(0)} ms from the database (longest ` +
      `${Math.max(...cold).toFixed(0)} ms), median ${median(warm).toFixed(0)} ms while others are in it`,
  );
  if (Math.max(kB, fullKB) > MAX_KB || median(cold) > MAX_MS) process.exitCode = 1;
  await pause(SETTLE_MS);
  await server.stop();
});
