// For tests and benchmarks: a lean client that moves one fader, and knows when each move arrived where.

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as awareness from 'y-protocols/awareness';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import { FADER_MIN_DB } from '@/contract/units';
import { setStrip } from '@/document/edits';
import { registerKey } from '@/document/registers';
import { MIX_MAP } from '@/document/schema';
import {
  MESSAGE_ACKNOWLEDGE,
  MESSAGE_AWARENESS,
  MESSAGE_SYNC,
  readAcknowledgement,
} from '@/document/wire/acknowledge';
import { updateFrame } from '../frames';

/** The step between one move and the next, so that the value says which move it was. */
const STEP_DB = 0.001;

/** Which move put the fader where it is; 0 for none. */
export const moveOf = (gainDb: number): number => Math.round((gainDb - FADER_MIN_DB) / STEP_DB);

export interface LoadFigures {
  /** Milliseconds from a move to its arrival at another client. */
  readonly fanOut: number[];
  /** Milliseconds from a move to its acknowledgement. */
  readonly acknowledged: number[];
  /** When each fader was put to each value, by all clients of this process. */
  readonly setAt: Map<string, number>;
}

const keyOf = (register: string, gainDb: number): string => `${register}=${gainDb}`;
const gainOf = (move: number): number => FADER_MIN_DB + move * STEP_DB;

export class LoadClient {
  readonly doc = new Y.Doc();
  /** The last move that the server has acknowledged. */
  acknowledgedMove = 0;
  readonly #register: string;
  readonly #ws: WebSocket;
  readonly #presence = new awareness.Awareness(this.doc);
  /** The move in each edit message sent; null for the answer to the server's question. */
  readonly #sent: (number | null)[] = [];
  #received = 0;
  readonly #figures: LoadFigures;
  #moves;

  /** @param stem whose fader it moves; @param moves how many moves that fader has behind it */
  constructor(
    url: string,
    headers: Record<string, string>,
    readonly stem: string,
    figures: LoadFigures,
    moves = 0,
  ) {
    this.#figures = figures;
    this.#moves = moves;
    this.#register = registerKey(stem, 'gainDb');
    this.#ws = new WebSocket(url, { headers, perMessageDeflate: false });
    this.#ws.binaryType = 'arraybuffer';
    this.#ws.on('error', () => undefined);
    this.#ws.on('open', () => this.#sendSync((encoder) => sync.writeSyncStep1(encoder, this.doc)));
    this.#ws.on('message', (data) => this.#onMessage(new Uint8Array(data as ArrayBuffer)));
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#sendEdit(updateFrame(update), this.#moves);
    });
    this.doc.getMap<number>(MIX_MAP).observe((event) => this.#onChange(event));
  }

  get isSynced(): boolean {
    return this.#sent.length > 0;
  }

  get isOpen(): boolean {
    return this.#ws.readyState === WebSocket.OPEN;
  }

  /** Moves this client's own fader. */
  move(): void {
    if (!this.isOpen) return;
    this.#moves += 1;
    const gainDb = gainOf(this.#moves);
    this.#figures.setAt.set(keyOf(this.#register, gainDb), performance.now());
    setStrip(this.doc, this.stem, 'gainDb', gainDb, 'hand');
  }

  sharePresence(): void {
    if (!this.isOpen) return;
    this.#presence.setLocalStateField('transport', { seconds: Math.random() * 240, playing: true });
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
    const update = awareness.encodeAwarenessUpdate(this.#presence, [this.doc.clientID]);
    encoding.writeVarUint8Array(encoder, update);
    this.#ws.send(encoding.toUint8Array(encoder));
  }

  close(): void {
    this.#ws.terminate();
    this.#presence.destroy();
    this.doc.destroy();
  }

  #sendSync(write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE_SYNC);
    write(encoder);
    this.#ws.send(encoding.toUint8Array(encoder));
  }

  #sendEdit(frame: Uint8Array, move: number | null): void {
    this.#sent.push(move);
    this.#ws.send(frame);
  }

  #onMessage(data: Uint8Array): void {
    const decoder = decoding.createDecoder(data);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE_SYNC) this.#onSync(decoder);
    else if (type === MESSAGE_ACKNOWLEDGE) this.#onAcknowledged(readAcknowledgement(decoder));
  }

  #onSync(decoder: decoding.Decoder): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE_SYNC);
    sync.readSyncMessage(decoder, encoder, this.doc, this);
    if (encoding.length(encoder) > 1) this.#sendEdit(encoding.toUint8Array(encoder), null);
  }

  #onAcknowledged(count: number): void {
    const now = performance.now();
    for (; this.#received < count; this.#received++) {
      const move = this.#sent[this.#received];
      if (!move) continue;
      this.acknowledgedMove = move;
      this.#note(this.#figures.acknowledged, this.#register, gainOf(move), now);
    }
  }

  #onChange(event: Y.YMapEvent<number>): void {
    if (event.transaction.origin !== this) return;
    const now = performance.now();
    for (const key of event.keysChanged) {
      const gainDb = event.target.get(key);
      if (gainDb !== undefined) this.#note(this.#figures.fanOut, key, gainDb, now);
    }
  }

  #note(into: number[], register: string, gainDb: number, now: number): void {
    const at = this.#figures.setAt.get(keyOf(register, gainDb));
    if (at !== undefined) into.push(now - at);
  }
}
