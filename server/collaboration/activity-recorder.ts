// Records who changed what in shared documents, beside the commits and without delaying them.
import { randomUUID } from 'node:crypto';
import type * as Y from 'yjs';
import type { RegisterChange } from '@/document/changes';
import { findRegisterMap } from '@/document/register-maps';
import { HISTORY_MAP } from '@/document/schema';
import { log } from '@/platform/log';
import { activityOf, subjectOf } from '@/server/activity/change-activity';
import type { ActivityRow } from './activity-rows';
import type { Room, Staged } from './room';
import { storeActivityRows } from './store-activity-rows';

/** What one person does to one subject within this time of the last is one row: a drag, a correction. */
const MERGE_WITHIN_MS = 60_000;
const FLUSH_MS = 1_000;
/** After a failure of the database. */
const RETRY_MS = 5_000;
/** Rows kept in memory at once. Further ones are not recorded: the edits themselves are safe in the log. */
const MAX_OPEN = 20_000;
/** Of one person: a flood of theirs must not take the room of others. */
const MAX_OPEN_OF_ONE = 1_000;

interface OpenRow extends ActivityRow {
  /** By register: from the first value of the row to the last one. */
  readonly changes: Map<string, RegisterChange>;
  what: ActivityRow['what'];
  at: number;
  isStored: boolean;
  isDirty: boolean;
}

export class ActivityRecorder {
  readonly #open = new Map<string, OpenRow>();
  /** How many of them each person has. */
  readonly #openOf = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;
  #isStopped = false;

  /** Records edits that are on disk. Returns at once and never throws. */
  record({ projectId, live }: Room, staged: readonly Staged[]): void {
    for (const { connection, changes } of staged) {
      const isRestore = changes.some(({ map, after }) => map === HISTORY_MAP && after !== undefined);
      for (const change of changes) {
        // Restoring a version is one activity, not as many as the mix has registers.
        if (isRestore && findRegisterMap(change.map)?.isMix) continue;
        this.#add(projectId, connection.identity.userId, change, live);
      }
    }
    if (this.#open.size > 0 && !this.#isStopped)
      this.#timer ??= setTimeout(() => void this.#flush(), FLUSH_MS);
  }

  /** Writes what is left, once. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#flushing;
    await this.#flush();
  }

  #add(projectId: string, actorId: string, change: RegisterChange, live: Y.Doc): void {
    const id = randomUUID();
    const key = `${projectId} ${actorId} ${subjectOf(change) ?? id}`;
    const at = Date.now();
    const current = this.#open.get(key);
    const isGoingOn = current !== undefined && at - current.at < MERGE_WITHIN_MS;
    if (!isGoingOn && !this.#hasRoom(key, actorId)) return;
    const row = isGoingOn
      ? current
      : { id, projectId, actorId, changes: new Map(), what: null, at, isStored: false, isDirty: true };
    const register = `${change.map}/${change.key}`;
    const before = row.changes.has(register) ? row.changes.get(register)?.before : change.before;
    row.changes.set(register, { ...change, before });
    // Nothing to record when everything is back where it was.
    row.what = activityOf({ changes: [...row.changes.values()], live });
    row.at = at;
    row.isDirty = true;
    this.#put(key, row);
  }

  #hasRoom(key: string, actorId: string): boolean {
    if (this.#open.has(key)) return true;
    return this.#open.size < MAX_OPEN && (this.#openOf.get(actorId) ?? 0) < MAX_OPEN_OF_ONE;
  }

  #put(key: string, row: OpenRow): void {
    if (!this.#open.has(key)) this.#openOf.set(row.actorId, (this.#openOf.get(row.actorId) ?? 0) + 1);
    this.#open.set(key, row);
  }

  #flush(): Promise<void> {
    this.#flushing ??= this.#write().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  async #write(): Promise<void> {
    this.#timer = undefined;
    const open = [...this.#open.values()].filter((row) => row.isDirty);
    const batch = open.map((row) => ({ row, copy: { ...row } }));
    for (const { row } of batch) row.isDirty = false;
    let wait = FLUSH_MS;
    try {
      const rows = batch.map(({ copy }) => copy).filter((row) => row.what !== null || row.isStored);
      await storeActivityRows(rows);
      for (const { row, copy } of batch) row.isStored = copy.what !== null;
    } catch (err) {
      log.warn({ err }, 'Activity could not be written; trying again.');
      for (const { row } of batch) row.isDirty = true;
      wait = RETRY_MS;
    }
    this.#evictOld();
    if (this.#open.size > 0 && !this.#isStopped) this.#timer ??= setTimeout(() => void this.#flush(), wait);
  }

  #evictOld(): void {
    const before = Date.now() - MERGE_WITHIN_MS;
    for (const [key, row] of this.#open) {
      if (row.isDirty || row.at >= before) continue;
      this.#open.delete(key);
      const left = (this.#openOf.get(row.actorId) ?? 0) - 1;
      if (left > 0) this.#openOf.set(row.actorId, left);
      else this.#openOf.delete(row.actorId);
    }
  }
}
