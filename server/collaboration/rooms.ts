// All open documents of this process: opened on demand, kept in step with other processes, closed when idle.

import { setTimeout as pause } from 'node:timers/promises';
import { CLOSE_CODES } from '@/document/wire/presence';
import { log } from '@/platform/log';
import { StyleReconciler } from '@/server/styles/style-reconciler';
import { readSeqs } from '../documents/log';
import { ActivityRecorder } from './activity-recorder';
import { CommitNotifier } from './commit-notifier';
import { CommitWriter } from './commit-writer';
import { COMPACT_AFTER, compactLog } from './compaction';
import { PresenceExchange } from './presence-exchange';
import { type Batch, Room } from './room';

/** A room stays this long after the last person left: a reload should not read the log again. */
const IDLE_MS = 30_000;
/** A log with this many entries is compacted when its room closes. */
const COMPACT_ON_CLOSE = 100;
/** Time for the last commits when the server stops. */
const DRAIN_MS = 5_000;
/** Time for writing the last activity. */
const ACTIVITY_FLUSH_MS = 2_000;

interface Entry {
  readonly opening: Promise<Room>;
  room: Room | undefined;
  /** Sockets that are about to join. */
  leases: number;
  idleSince: number;
  compactedAt: number;
  isCompacting: boolean;
}

export class Rooms {
  readonly #entries = new Map<string, Entry>();
  readonly #notifier = new CommitNotifier();
  readonly #exchange = new PresenceExchange(this);
  readonly #recorder = new ActivityRecorder();
  readonly #styles = new StyleReconciler();
  readonly #writer = new CommitWriter((batch) => this.#onCommitted(batch));

  /** Starts the presence exchange and the reconciler of restyles. */
  async start(): Promise<void> {
    await Promise.all([this.#exchange.start(), this.#styles.start()]);
  }

  /** Runs `join` with the open room of a project; the room stays open meanwhile. */
  async withRoom<T>(projectId: string, join: (room: Room) => T): Promise<T> {
    const entry = this.#entryOf(projectId);
    entry.leases += 1;
    try {
      return join(await entry.opening);
    } finally {
      entry.leases -= 1;
    }
  }

  /** The room, when it is open. */
  find(projectId: string): Room | undefined {
    return this.#entries.get(projectId)?.room;
  }

  open(): Room[] {
    return [...this.#entries.values()].flatMap(({ room }) => (room ? [room] : []));
  }

  /** Another process has committed up to `seq`. */
  async catchUp(projectId: string, seq: number): Promise<void> {
    const room = this.find(projectId);
    if (room && room.seq < seq) await room.catchUp();
  }

  /** The project was deleted: everyone in it is notified and will not reconnect. */
  drop(projectId: string): void {
    this.find(projectId)?.drop();
  }

  /** Reads edits whose notification was lost, and closes empty rooms. */
  async reconcile(): Promise<void> {
    const open = this.open();
    if (open.length > 0) {
      const seqs = await readSeqs(open.map((room) => room.projectId));
      for (const room of open) {
        const seq = seqs.get(room.projectId);
        if (seq === undefined) this.drop(room.projectId);
        else if (seq > room.seq) await room.catchUp();
      }
    }
    await this.#closeIdle();
  }

  /** Commits pending edits, then closes all connections so that they reconnect later. */
  async stop(): Promise<void> {
    this.#notifier.stop();
    const leaving = this.#exchange.stop();
    await Promise.race([this.#writer.drained(), pause(DRAIN_MS, undefined, { ref: false })]);
    this.#writer.stop();
    await this.#styles.stop();
    await Promise.race([this.#recorder.stop(), pause(ACTIVITY_FLUSH_MS, undefined, { ref: false })]);
    for (const room of this.open()) {
      room.closeAll(CLOSE_CODES.restarting, 'The studio is restarting.');
      room.destroy();
    }
    this.#entries.clear();
    await leaving;
  }

  #entryOf(projectId: string): Entry {
    const known = this.#entries.get(projectId);
    if (known) return known;
    const onWork = (room: Room) => this.#writer.schedule(room);
    const opening = Room.open(projectId, onWork, this.#exchange.of(projectId));
    const entry: Entry = {
      opening,
      room: undefined,
      leases: 0,
      idleSince: performance.now(),
      compactedAt: 0,
      isCompacting: false,
    };
    this.#entries.set(projectId, entry);
    opening.then(
      (room) => {
        entry.room = room;
        this.#styles.watch(room);
      },
      // Whoever waits for the room gets the error; the next one tries anew.
      () => this.#entries.delete(projectId),
    );
    return entry;
  }

  #onCommitted({ room, staged }: Batch): void {
    this.#notifier.schedule(room.projectId, room.seq);
    this.#recorder.record(room, staged);
    const entry = this.#entries.get(room.projectId);
    if (!entry || entry.isCompacting) return;
    if (room.size.isWorthCompacting) void this.#compact(entry, room, 1);
    else if (room.seq - entry.compactedAt >= COMPACT_AFTER) void this.#compact(entry, room, COMPACT_AFTER);
  }

  async #compact(entry: Entry, room: Room, atLeast: number): Promise<void> {
    entry.isCompacting = true;
    try {
      const { seq } = room;
      const covered = room.size.logged;
      // It may contain later edits by the time it is encoded: those are in the log as well, and applying them
      // twice is harmless.
      const state = { seq, encode: () => room.encoded.encode() };
      const snapshotBytes = await compactLog(room.projectId, atLeast, state);
      if (snapshotBytes !== null) room.size.compacted(snapshotBytes, covered);
      entry.compactedAt = seq;
    } catch (error) {
      log.warn({ err: error }, `The log of project ${room.projectId} was not compacted.`);
    } finally {
      entry.isCompacting = false;
    }
  }

  async #closeIdle(): Promise<void> {
    const now = performance.now();
    for (const [projectId, entry] of this.#entries) {
      const { room } = entry;
      if (!room?.isIdle || entry.leases > 0) entry.idleSince = now;
      else if (now - entry.idleSince > IDLE_MS) {
        this.#entries.delete(projectId);
        await this.#compact(entry, room, COMPACT_ON_CLOSE);
        room.destroy();
      }
    }
  }
}
