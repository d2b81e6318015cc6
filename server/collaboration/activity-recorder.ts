// Notes who changed what in shared documents, beside the commits and never in their way.
import { randomUUID } from 'node:crypto';
import type * as Y from 'yjs';
import type { RegisterChange } from '@/document/changes';
import { findRegisterMap } from '@/document/registers';
import { HISTORY_MAP } from '@/document/schema';
import { log } from '@/platform/log';
import { activityOf, subjectOf } from './change-activity';
import type { Note } from './notes';
import type { Room, Staged } from './room';
import { storeNotes } from './store-notes';

/** What one person does to one subject within this time of the last is one row: a drag, a second thought. */
const TOGETHER_MS = 60_000;
const FLUSH_MS = 1_000;
/** After a failure of the database. */
const RETRY_MS = 5_000;
/** Rows kept in memory at once. Further ones are not recorded: the edits themselves are safe in the log. */
const MAX_OPEN = 20_000;
/** Of one person: a flood of theirs must not take the room of others. */
const MAX_OPEN_OF_ONE = 1_000;

interface OpenNote extends Note {
  /** By register: from the first value of the row to the last one. */
  readonly changes: Map<string, RegisterChange>;
  what: Note['what'];
  at: number;
  isStored: boolean;
  isDirty: boolean;
}

export class ActivityRecorder {
  readonly #open = new Map<string, OpenNote>();
  /** How many of them each person has. */
  readonly #openOf = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;
  #isStopped = false;

  /** Takes note of edits that are on disk. Returns at once, and what goes wrong later stays here. */
  note({ projectId, live }: Room, staged: readonly Staged[]): void {
    for (const { connection, changes } of staged) {
      const isRestore = changes.some(({ map, after }) => map === HISTORY_MAP && after !== undefined);
      for (const change of changes) {
        // A version that was put back is one thing, not as many as the mix has registers.
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
    const isGoingOn = current !== undefined && at - current.at < TOGETHER_MS;
    if (!isGoingOn && !this.#hasRoom(key, actorId)) return;
    const note = isGoingOn
      ? current
      : { id, projectId, actorId, changes: new Map(), what: null, at, isStored: false, isDirty: true };
    const register = `${change.map}/${change.key}`;
    const before = note.changes.has(register) ? note.changes.get(register)?.before : change.before;
    note.changes.set(register, { ...change, before });
    // Nothing to record when everything is back where it was.
    note.what = activityOf({ changes: [...note.changes.values()], live });
    note.at = at;
    note.isDirty = true;
    this.#put(key, note);
  }

  #hasRoom(key: string, actorId: string): boolean {
    if (this.#open.has(key)) return true;
    return this.#open.size < MAX_OPEN && (this.#openOf.get(actorId) ?? 0) < MAX_OPEN_OF_ONE;
  }

  #put(key: string, note: OpenNote): void {
    if (!this.#open.has(key)) this.#openOf.set(note.actorId, (this.#openOf.get(note.actorId) ?? 0) + 1);
    this.#open.set(key, note);
  }

  #flush(): Promise<void> {
    this.#flushing ??= this.#write().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  async #write(): Promise<void> {
    this.#timer = undefined;
    const open = [...this.#open.values()].filter((note) => note.isDirty);
    const batch = open.map((note) => ({ note, row: { ...note } }));
    for (const { note } of batch) note.isDirty = false;
    let wait = FLUSH_MS;
    try {
      const rows = batch.map(({ row }) => row).filter((row) => row.what !== null || row.isStored);
      await storeNotes(rows);
      for (const { note, row } of batch) note.isStored = row.what !== null;
    } catch (err) {
      log.warn({ err }, 'Activity could not be noted; trying again.');
      for (const { note } of batch) note.isDirty = true;
      wait = RETRY_MS;
    }
    this.#evictOld();
    if (this.#open.size > 0 && !this.#isStopped) this.#timer ??= setTimeout(() => void this.#flush(), wait);
  }

  #evictOld(): void {
    const before = Date.now() - TOGETHER_MS;
    for (const [key, note] of this.#open) {
      if (note.isDirty || note.at >= before) continue;
      this.#open.delete(key);
      const left = (this.#openOf.get(note.actorId) ?? 0) - 1;
      if (left > 0) this.#openOf.set(note.actorId, left);
      else this.#openOf.delete(note.actorId);
    }
  }
}
