// Commits the edits of all rooms to disk, grouped over a few milliseconds.
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { log } from '@/platform/log';
import { type LoopWatch, watchLoop } from '@/platform/loop-watch';
import { appendUpdates } from '../documents/log';
import type { Batch, Room } from './room';

/** How long edits gather before a commit when nothing else is being committed. */
const GATHER_MS = 4;
/** Pause before trying again when the database does not answer. */
const RETRY_MS = 250;
/** Judging edits may keep everything else waiting for so long. */
const TURN_MS = 16;
/** Edits that are not on disk after this long are refused: their authors keep them and come back with them. */
const REFUSE_AFTER_MS = 9_000;
const STUCK_AFTER_MS = 12_000;

/*
 * One commit is on its way at a time. Edits that arrive meanwhile make up the next one, so the busier the studio,
 * the larger its commits, and the order within a room needs no further care.
 */
export class CommitWriter {
  readonly #waiting = new Set<Room>();
  #running: Promise<void> | undefined;
  #isStopped = false;
  #inFlight: readonly Batch[] = [];
  #refusal: NodeJS.Timeout | undefined;
  readonly #loop: LoopWatch = watchLoop('storing edits', STUCK_AFTER_MS);
  readonly #onCommitted: (batch: Batch) => void;
  readonly #refuseAfterMs;

  /**
   * @param onCommitted called for each batch after its edits are on disk and broadcast
   * @param refuseAfterMs how long edits may wait to be stored
   */
  constructor(onCommitted: (batch: Batch) => void, refuseAfterMs = REFUSE_AFTER_MS) {
    this.#onCommitted = onCommitted;
    this.#refuseAfterMs = refuseAfterMs;
  }

  /** Says that a room has edits waiting. */
  schedule(room: Room): void {
    if (this.#isStopped) return;
    this.#waiting.add(room);
    this.#loop.due();
    this.#refusal ??= setTimeout(() => this.#refuse(), this.#refuseAfterMs);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      this.#loop.idle();
      this.#delayRefusal();
    });
  }

  /** Resolves once nothing waits any more. */
  async drained(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** Drops what is still waiting: it was not acknowledged, so its authors send it again. */
  stop(): void {
    this.#isStopped = true;
    this.#delayRefusal();
    this.#loop.end();
  }

  async #run(): Promise<void> {
    await pause(GATHER_MS);
    while (this.#waiting.size > 0 && !this.#isStopped) {
      const batches = this.#stage();
      this.#inFlight = batches;
      await this.#commit(batches);
      this.#inFlight = [];
      // Judging many edits is work without a pause of its own: others get their turn in between.
      if (this.#waiting.size > 0) await nextTurn();
    }
  }

  /** Judges what waits, room by room, until the turn is over; rooms that are left come first in the next one. */
  #stage(): Batch[] {
    const until = performance.now() + TURN_MS;
    const batches: Batch[] = [];
    for (const room of this.#waiting) {
      if (batches.length > 0 && performance.now() > until) break;
      this.#waiting.delete(room);
      batches.push(room.stage());
    }
    return batches;
  }

  /** The database answered: whatever waits now gets its full time. */
  #stored(): void {
    this.#loop.done();
    this.#delayRefusal();
    if (this.#waiting.size > 0) this.#refusal = setTimeout(() => this.#refuse(), this.#refuseAfterMs);
  }

  #delayRefusal(): void {
    clearTimeout(this.#refusal);
    this.#refusal = undefined;
  }

  /**
   * "Saving" must not be shown for ever. What is on its way may still arrive; sent again it then brings nothing new.
   */
  #refuse(): void {
    this.#refusal = undefined;
    log.error('Edits could not be stored in time; their authors are asked to come back with them.');
    for (const { room, staged } of this.#inFlight) room.refuse(staged);
    for (const room of this.#waiting) room.refuse();
    this.#waiting.clear();
  }

  async #commit(batches: readonly Batch[]): Promise<void> {
    const appends = batches.map(({ room, expectedSeq, staged }) => ({
      projectId: room.projectId,
      expectedSeq,
      updates: staged.flatMap(({ update, connection }) =>
        update ? [{ bytes: update, authorId: connection.identity.userId }] : [],
      ),
    }));
    const toStore = appends.filter((append) => append.updates.length > 0);
    let stored: Set<string>;
    try {
      stored = toStore.length > 0 ? await appendUpdates(toStore) : new Set();
      this.#stored();
    } catch (error) {
      log.warn({ err: error }, 'Edits could not be stored; trying again.');
      await pause(RETRY_MS);
      await Promise.all(batches.map((batch) => this.#retry(batch)));
      return;
    }
    for (const [index, batch] of batches.entries()) {
      const isStored = stored.has(batch.room.projectId) || appends[index]?.updates.length === 0;
      if (isStored) this.#settle(batch);
      else await this.#retry(batch);
    }
  }

  #settle(batch: Batch): void {
    batch.room.committed(batch);
    if (batch.room.hasWork) this.#waiting.add(batch.room);
    this.#onCommitted(batch);
  }

  /**
   * Another process was faster, or nobody knows whether the commit happened: read the log, judge again. An edit that
   * did get stored then brings nothing new and is acknowledged without being stored twice.
   */
  async #retry(batch: Batch): Promise<void> {
    batch.room.returned(batch);
    try {
      await batch.room.catchUp();
    } catch (error) {
      log.warn({ err: error }, 'The log could not be read; trying again.');
      await pause(RETRY_MS);
    }
    if (!batch.room.hasWork) return;
    this.#waiting.add(batch.room);
    this.#refusal ??= setTimeout(() => this.#refuse(), this.#refuseAfterMs);
  }
}
