// Brings the edits of all rooms to disk: whatever arrived within a few milliseconds becomes one commit.

import { setTimeout as pause } from 'node:timers/promises';
import { log } from '@/server/shared/log';
import { appendUpdates } from './log';
import type { Batch, Room } from './room';

/** How long edits gather before a commit when nothing else is being committed. */
const GATHER_MS = 4;
/** Pause before trying again when the database does not answer. */
const RETRY_MS = 250;

/*
 * One commit is on its way at a time. Edits that arrive meanwhile make up the next one, so the busier the studio,
 * the larger its commits, and the order within a room needs no further care.
 */
export class CommitWriter {
  private readonly waiting = new Set<Room>();
  private running: Promise<void> | undefined;
  private isStopped = false;

  /** @param onCommitted called for each batch after its edits are on disk and told to everybody */
  constructor(private readonly onCommitted: (batch: Batch) => void) {}

  /** Says that a room has edits waiting. */
  schedule(room: Room): void {
    if (this.isStopped) return;
    this.waiting.add(room);
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  /** Resolves once nothing waits any more. */
  async drained(): Promise<void> {
    while (this.running) await this.running;
  }

  /** Gives up what still waits: its authors have no receipt for it and will send it again. */
  stop(): void {
    this.isStopped = true;
  }

  private async run(): Promise<void> {
    await pause(GATHER_MS);
    while (this.waiting.size > 0 && !this.isStopped) {
      const batches = [...this.waiting].map((room) => room.stage());
      this.waiting.clear();
      await this.commit(batches);
    }
  }

  private async commit(batches: readonly Batch[]): Promise<void> {
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
    } catch (error) {
      log.warn({ err: error }, 'Edits could not be stored; trying again.');
      await pause(RETRY_MS);
      await Promise.all(batches.map((batch) => this.retry(batch)));
      return;
    }
    for (const [index, batch] of batches.entries()) {
      const isStored = stored.has(batch.room.projectId) || appends[index]?.updates.length === 0;
      if (isStored) this.settle(batch);
      else await this.retry(batch);
    }
  }

  private settle(batch: Batch): void {
    batch.room.committed(batch);
    this.onCommitted(batch);
  }

  /**
   * Another process was faster, or nobody knows whether the commit happened: read the log, judge again. An edit that
   * did get stored then brings nothing new and is acknowledged without being stored twice.
   */
  private async retry(batch: Batch): Promise<void> {
    batch.room.returned(batch);
    try {
      await batch.room.catchUp();
    } catch (error) {
      log.warn({ err: error }, 'The log could not be read; trying again.');
      await pause(RETRY_MS);
    }
    if (batch.room.hasWork) this.waiting.add(batch.room);
  }
}
