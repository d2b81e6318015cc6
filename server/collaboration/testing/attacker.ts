// For tests and benchmarks: a client that sends one frame at a time and observes the outcome.
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { setStrip } from '@/document/edits';
import { MESSAGE_ACKNOWLEDGE, readAcknowledgement } from '@/document/wire/acknowledge';
import { readSeqs } from '../../documents/log';
import { readFrame, updateFrame } from '../frames';
import { brokenFrame, openRaw, sendBroken } from './broken-frames';
import { randomIntegers, sampleUpdates, spoil } from './mutations';
import { headersOf, type TestPerson } from './studio';

const NOTHING = new Uint8Array([0, 1, 2, 0, 0]);

/** Runs `send` between two looks at something, such as the clock and the server's processor time. */
export type Measure = (send: () => Promise<unknown>) => Promise<unknown>;
const unmeasured: Measure = (send) => send();

export interface AttackCounts {
  taken: number;
  refused: number;
  /** Frames that were refused and yet changed the document. */
  harmful: number;
  /** Rejections without a code that the browser treats as final, or without a message. */
  unexplained: number;
}

/** One connection over which an attack runs until the server ends it. */
class AttackSocket {
  #acknowledged = 0;
  #expected = 0;
  #onOutcome: () => void = () => undefined;
  closing: { readonly code: number; readonly reason: string } | null = null;

  readonly #ws: WebSocket;

  private constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.on('message', (data: Buffer) => {
      const decoder = decoding.createDecoder(new Uint8Array(data));
      if (decoding.readVarUint(decoder) !== MESSAGE_ACKNOWLEDGE) return;
      this.#acknowledged = readAcknowledgement(decoder);
      if (this.#acknowledged >= this.#expected) this.#onOutcome();
    });
    ws.on('pong', () => {
      if (this.#acknowledged >= this.#expected) this.#onOutcome();
    });
    ws.on('error', () => undefined);
    ws.on('close', (code, reason) => {
      this.closing = { code, reason: reason.toString() };
      this.#onOutcome();
    });
  }

  /** Opens a socket whose edits are judged from the first one on. */
  static async open(url: string, headers: Record<string, string>): Promise<AttackSocket> {
    const ws = new WebSocket(url, { headers, perMessageDeflate: false });
    const socket = new AttackSocket(ws);
    await once(ws, 'open');
    await socket.send(NOTHING);
    return socket;
  }

  /** Resolves when the server has stored the edit, has handled what is no edit, or has closed the connection. */
  send(frame: Uint8Array): Promise<void> {
    const { kind } = readFrame(frame);
    const outcome = new Promise<void>((resolve) => {
      this.#onOutcome = resolve;
    });
    const isEdit = kind === 'answer' || kind === 'update';
    if (isEdit) this.#expected += 1;
    this.#ws.send(frame);
    if (!isEdit) this.#ws.ping();
    return outcome;
  }

  end(): void {
    this.#ws.terminate();
  }
}

/** Most attacks cost the connection: several are opened at once, so that waiting for them does not add up. */
function openSeveral<T>(wanted: number, open: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: Math.min(wanted, 30) }, open));
}

async function seqOf(projectId: string): Promise<number> {
  return (await readSeqs([projectId])).get(projectId) ?? 0;
}

/** Sends spoilt updates and spoilt messages, one after the other, to a project that nobody else writes to. */
export async function attackWithUpdates(
  port: number,
  projectId: string,
  person: TestPerson,
  { frames, seed, measure = unmeasured }: { frames: number; seed: number; measure?: Measure },
): Promise<AttackCounts> {
  const random = randomIntegers(seed);
  const samples = sampleUpdates();
  const counts: AttackCounts = { taken: 0, refused: 0, harmful: 0, unexplained: 0 };
  const sockets: AttackSocket[] = [];
  const url = `ws://127.0.0.1:${port}/yjs/${projectId}`;
  let seq = await seqOf(projectId);
  for (let i = 0; i < frames; i++) {
    if (sockets.length === 0) {
      sockets.push(...(await openSeveral(frames - i, () => AttackSocket.open(url, headersOf(person)))));
    }
    const update = spoil(samples[random(samples.length)] as Uint8Array, random);
    const frame = random(4) === 0 ? spoil(updateFrame(update), random) : updateFrame(update);
    const socket = sockets[0] as AttackSocket;
    await measure(() => socket.send(frame));
    const before = seq;
    seq = await seqOf(projectId);
    if (!socket.closing) {
      counts.taken += 1;
      continue;
    }
    counts.refused += 1;
    if (seq !== before) counts.harmful += 1;
    const { code, reason } = socket.closing;
    if (code < 4400 || code > 4499 || !reason.endsWith('.')) counts.unexplained += 1;
    sockets.shift();
  }
  for (const socket of sockets) socket.end();
  return counts;
}

/** Sends frames that break the WebSocket protocol, each on a connection of its own. */
export async function attackWithBrokenFrames(
  port: number,
  projectId: string,
  person: TestPerson,
  { frames, seed, measure = unmeasured }: { frames: number; seed: number; measure?: Measure },
): Promise<AttackCounts> {
  const random = randomIntegers(seed);
  const before = await seqOf(projectId);
  const doc = new Y.Doc();
  setStrip(doc, 'drums', 'gainDb', -30, null);
  const edit = updateFrame(Y.encodeStateAsUpdate(doc));
  const sockets: Duplex[] = [];
  for (let i = 0; i < frames; i++) {
    if (sockets.length === 0) {
      const open = () => openRaw(port, `/yjs/${projectId}`, headersOf(person));
      sockets.push(...(await openSeveral(frames - i, open)));
    }
    const socket = sockets.shift() as Duplex;
    await measure(() => sendBroken(socket, brokenFrame(edit, random)));
  }
  const harmful = (await seqOf(projectId)) - before;
  return { taken: 0, refused: frames, harmful, unexplained: 0 };
}
