// One open document in this process: the committed state, its connections and the edits that are being committed.
import * as Y from 'yjs';
import type { RegisterChange } from '@/document/changes';
import { openDocument } from '@/document/open';
import { CLOSE_CODES } from '@/document/wire/presence';
import { applyTail, ensureLog, readLog } from '../documents/log';
import type { Connection } from './connection';
import { DocumentSize } from './document-size';
import { EncodedState } from './encoded-state';
import { updateFrame } from './frames';
import { PresenceBoard } from './presence';
import type { RemotePresenceView } from './remote-presence';
import { RoomInbox } from './room-inbox';
import { joinUpdates, Staging } from './staging';

/** An edit that was tried and found valid; `update` is null when it brought nothing new. */
export interface Staged {
  readonly connection: Connection;
  readonly received: Uint8Array;
  readonly update: Uint8Array | null;
  /** What it does to the registers. */
  readonly changes: readonly RegisterChange[];
}

/** Valid edits of one room, on top of the state numbered `expectedSeq`. */
export interface Batch {
  readonly room: Room;
  readonly expectedSeq: number;
  readonly staged: readonly Staged[];
}

function countStructs(doc: Y.Doc): number {
  let structs = 0;
  for (const ofClient of doc.store.clients.values()) structs += ofClient.length;
  return structs;
}

export class Room {
  /** The committed state; written by this class alone. */
  readonly live = openDocument();
  readonly connections = new Set<Connection>();
  readonly size = new DocumentSize();
  /** The encoded state that new connections receive. */
  readonly encoded = new EncodedState(this.live);
  readonly presence: PresenceBoard;
  /** Number of the last update in `live`. */
  seq = 0;
  readonly #staging: Staging;
  readonly #inbox = new RoomInbox();
  #catchingUp: Promise<void> | undefined;

  readonly #onWork: (room: Room) => void;

  private constructor(
    readonly projectId: string,
    onWork: (room: Room) => void,
    remote: RemotePresenceView,
  ) {
    this.#onWork = onWork;
    this.presence = new PresenceBoard(() => this.connections, remote);
    const validateSize = (writes: number, bytes: number) => this.size.validateSize(writes, bytes);
    this.#staging = new Staging(this.live, this.encoded, validateSize);
  }

  /**
   * Opens a document from its log.
   * @param onWork called whenever edits wait for commit
   * @param remote the people of this project on other server processes
   */
  static async open(
    projectId: string,
    onWork: (room: Room) => void,
    remote: RemotePresenceView,
  ): Promise<Room> {
    const room = new Room(projectId, onWork, remote);
    await ensureLog(projectId);
    await room.catchUp();
    return room;
  }

  join(connection: Connection): void {
    this.connections.add(connection);
  }

  leave(connection: Connection): void {
    this.connections.delete(connection);
    this.presence.leave(connection);
  }

  get isIdle(): boolean {
    return this.connections.size === 0 && this.#inbox.isEmpty;
  }

  get hasWork(): boolean {
    return !this.#inbox.isEmpty;
  }

  /** Takes an edit of a person; it is judged when its turn to be committed comes. */
  receive(connection: Connection, bytes: Uint8Array): void {
    if (this.#inbox.add({ connection, bytes })) this.#onWork(this);
  }

  /**
   * Validates waiting edits, for a few milliseconds at most: the rest keeps waiting. A rejected edit closes
   * its connection and is discarded.
   */
  stage(): Batch {
    this.#staging.begin();
    const staged: Staged[] = [];
    this.#inbox.takeTurn(({ connection, bytes }) => {
      if (connection.isRefused || connection.isReadOnly) return;
      const mayTry = () => connection.limits.mayApplyEdit();
      const trial = this.#staging.try(bytes, connection.identity.userId, mayTry);
      if (trial.message === null) staged.push({ connection, received: bytes, ...trial });
      else {
        connection.limits.refused(trial.isCostly ? this.size.bytes : 0);
        connection.refuse(trial.code, trial.message);
      }
    });
    return { room: this, expectedSeq: this.seq, staged };
  }

  /** The batch is on disk: it becomes the live state, everyone receives it, its authors get their receipt. */
  committed({ staged, expectedSeq }: Batch): void {
    const updates = staged.filter((edit) => edit.update !== null);
    if (this.seq !== expectedSeq) this.#staging.markStale();
    else this.#staging.settled();
    this.seq = Math.max(this.seq, expectedSeq + updates.length);
    const joined = joinUpdates(updates.map((edit) => edit.update as Uint8Array));
    if (joined) {
      this.size.added(joined.byteLength);
      Y.applyUpdate(this.live, joined);
      this.size.consistsOf(countStructs(this.live));
      this.#broadcast(joined, new Set(updates.map((edit) => edit.connection)));
    }
    const receipts = new Map<Connection, number>();
    for (const { connection } of staged) receipts.set(connection, (receipts.get(connection) ?? 0) + 1);
    for (const [connection, count] of receipts) connection.acknowledge(count);
  }

  /** The batch may not be on disk: its edits wait again, to be validated anew against the log. */
  returned({ staged }: Batch): void {
    this.#staging.markStale();
    this.#inbox.putBack(staged.map(({ connection, received }) => ({ connection, bytes: received })));
  }

  /**
   * Drops the edits that wait, and closes the connections of their authors and of `staged`: no receipt was given for
   * any, so their browsers keep them and send them again.
   */
  refuse(staged: readonly Staged[] = []): void {
    this.#inbox.refuse(staged.map(({ connection }) => connection));
  }

  /**
   * Reads what other processes have committed.
   * @throws what the database throws; calling again recovers
   */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#readOn().finally(() => {
      this.#catchingUp = undefined;
    });
    return this.#catchingUp;
  }

  async #readOn(): Promise<void> {
    const tail = await readLog(this.projectId, this.seq);
    if (!tail) {
      this.drop();
      return;
    }
    if (tail.seq <= this.seq) return;
    this.size.read(tail);
    const updates: Uint8Array[] = [];
    const onUpdate = (update: Uint8Array) => updates.push(update);
    this.live.on('update', onUpdate);
    applyTail(this.live, tail);
    this.size.consistsOf(countStructs(this.live));
    this.live.off('update', onUpdate);
    this.seq = tail.seq;
    const joined = joinUpdates(updates);
    if (!joined) return;
    this.#staging.follow(joined);
    this.#broadcast(joined, new Set());
  }

  /** Sends an update to everybody, except to its only author, who has it. */
  #broadcast(update: Uint8Array, authors: ReadonlySet<Connection>): void {
    const frame = updateFrame(update);
    for (const connection of this.connections) {
      const isOnlyAuthor = authors.size === 1 && authors.has(connection);
      if (!isOnlyAuthor) connection.send(frame);
    }
  }

  /**
   * The project was deleted, and its waiting edits are discarded; everyone is notified and will not
   * reconnect.
   */
  drop(): void {
    this.#inbox.close();
    this.closeAll(CLOSE_CODES.notFound, 'This project does not exist any more.');
  }

  closeAll(code: number, reason: string): void {
    for (const connection of this.connections) connection.close(code, reason);
  }

  /** Frees the memory; the room may not be used afterwards. */
  destroy(): void {
    this.presence.stop();
    this.#staging.destroy();
    this.live.destroy();
  }
}
