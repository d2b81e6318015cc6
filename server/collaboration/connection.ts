// One browser in one room: handles the y-websocket protocol, accepts edits of editors and acknowledges commits.

import type { WebSocket } from 'ws';
import type * as Y from 'yjs';
import type { Role } from '@/contract/roles';
import { encodeAcknowledgement } from '@/document/wire/acknowledge';

import { CLOSE_CODES, type Identity } from '@/document/wire/presence';
import type { Credential } from '@/platform/accounts/credential';
import type { PersonLimits } from '@/server/limits/socket-limits';
import { TokenBucket } from '../limits/token-bucket';
import type { EncodedState } from './encoded-state';
import { type Frame, questionFrame, readFrame } from './frames';
import type { PresenceBoard, PresenceMember } from './presence';
import { entriesFrame } from './presence-entry';
import { GuardedSocket } from './socket';

/** Answering "what do I lack" costs time in proportion to the document. */
const SYNC_ANSWERS = { rate: 2, burst: 10 };
/** Edits that came before the answer to our question wait for it; a browser sends few in that moment. */
const MAX_QUEUED = 1_000;

const UNREADABLE = 'The studio could not read what this browser sent.';

/** Presence of nobody: a frame that every provider understands and that changes nothing. */
const NOBODY = entriesFrame([]);

/** The user of the browser, from the session and the membership. */
export interface Person {
  readonly identity: Identity;
  /** What opened the socket, which closes when it ends. */
  readonly credential: Credential;
  readonly role: Role;
  /** The budgets of this user over all their sockets. */
  readonly limits: PersonLimits;
}

/** What a connection needs of the room it joins. */
export interface JoinedRoom {
  /** The committed state. */
  readonly live: Y.Doc;
  readonly encoded: EncodedState;
  readonly presence: PresenceBoard;
  join(connection: Connection): void;
  leave(connection: Connection): void;
  /** Accepts an edit; it is judged when its turn to be committed comes. */
  receive(connection: Connection, bytes: Uint8Array): void;
}

export class Connection implements PresenceMember {
  readonly identity: Identity;
  readonly limits: PersonLimits;
  readonly credential: Credential;
  #role: Role;
  readonly #socket: GuardedSocket;
  readonly #answers = new TokenBucket(SYNC_ANSWERS.rate, SYNC_ANSWERS.burst);
  #committed = 0;
  #hasBeenRefused = false;
  /*
   * Until the browser has answered our question, an edit may build on offline edits that are still on their way
   * in that answer. Such edits wait, since on their own they would look like a gap.
   */
  #queued: Uint8Array[] | null = [];
  readonly #room: JoinedRoom;

  constructor(ws: WebSocket, room: JoinedRoom, person: Person) {
    this.#room = room;
    this.identity = person.identity;
    this.limits = person.limits;
    this.credential = person.credential;
    this.#role = person.role;
    const events = {
      frame: (data: Uint8Array) => this.#onFrame(readFrame(data)),
      mayReceive: (bytes: number) => this.limits.takeFrame(bytes),
      closed: () => room.leave(this),
    };
    this.#socket = new GuardedSocket(ws, events, NOBODY);
    room.join(this);
    this.send(questionFrame(room.live));
    const frame = room.presence.allEntriesFrame();
    if (frame) this.send(frame);
  }

  /** Nothing this connection sent, or will send, may change the document. */
  get isReadOnly(): boolean {
    return this.#role === 'viewer';
  }

  /** An edit of this connection was refused: those that built on it are not looked at any more. */
  get isRefused(): boolean {
    return this.#hasBeenRefused;
  }

  send(frame: Uint8Array): void {
    this.#socket.send(frame);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** Refuses an edit, and with it the connection. */
  refuse(code: number, message: string): void {
    this.#hasBeenRefused = true;
    this.close(code, message);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** The user lost access: what has not been committed yet is dropped. */
  revoke(): void {
    this.#role = 'viewer';
    this.close(CLOSE_CODES.forbidden, 'You no longer have access to this project.');
  }

  /** The session or token that opened this has ended: what has not been committed yet is dropped. */
  signOut(): void {
    this.#role = 'viewer';
    this.close(CLOSE_CODES.signedOut, 'You are signed out. Sign in again to go on.');
  }

  /** Takes effect at once: edits of a former editor that are not committed yet are dropped. */
  setRole(role: Role): void {
    const gainsEditing = this.#role === 'viewer' && role !== 'viewer';
    this.#role = role;
    if (!gainsEditing) return;
    // Edits made while it was read-only never arrived: ask again, so that nothing builds on a gap.
    this.#queued = [];
    this.send(questionFrame(this.#room.live));
  }

  /** Notifies the browser that its next `count` edit messages are on disk. */
  acknowledge(count: number): void {
    this.#committed += count;
    this.send(encodeAcknowledgement(this.#committed));
  }

  #onFrame(frame: Frame): void {
    switch (frame.kind) {
      case 'ask':
        this.#onAsk(frame.state);
        break;
      case 'answer':
      case 'update':
        if (!this.isReadOnly) this.#onEdit(frame.kind, frame.bytes);
        break;
      case 'presence':
        if (!this.#room.presence.applyFrame(this, frame.bytes)) this.#onUnreadable();
        break;
      case 'ask-presence':
        this.#onAskPresence();
        break;
      default:
        this.#onUnreadable();
    }
  }

  #onUnreadable(): void {
    this.limits.refused(0);
    this.close(CLOSE_CODES.invalidEdit, UNREADABLE);
  }

  #onAsk(state: Uint8Array): void {
    if (!this.#answers.take(1)) {
      this.close(CLOSE_CODES.tooFast, 'This browser asks for the whole project too often.');
      return;
    }
    let frames: readonly Uint8Array[];
    try {
      frames = this.#room.encoded.answer(state);
    } catch {
      // Only the state vector comes from outside; reading it changes nothing.
      this.#onUnreadable();
      return;
    }
    const bytes = frames.reduce((sum, frame) => sum + frame.byteLength, 0);
    if (this.limits.takeDocument(bytes)) this.#socket.answer(frames);
    else
      this.close(CLOSE_CODES.tooFast, 'Large projects were opened too often; wait a minute, then reconnect.');
  }

  #onAskPresence(): void {
    const frame = this.#answers.take(1) ? this.#room.presence.allEntriesFrame() : null;
    if (frame) this.send(frame);
  }

  #onEdit(kind: 'answer' | 'update', bytes: Uint8Array): void {
    if (kind === 'update' && this.#queued) {
      this.#queued.push(bytes);
      if (this.#queued.length > MAX_QUEUED) this.close(CLOSE_CODES.tooFast, 'Too many edits came at once.');
      return;
    }
    this.#room.receive(this, bytes);
    for (const update of this.#queued ?? []) this.#room.receive(this, update);
    this.#queued = null;
  }
}
