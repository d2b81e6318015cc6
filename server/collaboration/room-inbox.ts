// The edits of one room that wait to be validated and committed.
import type { Connection } from './connection';

/** What waits here for a database that does not answer; beyond it people must keep their edits. */
const MAX_WAITING_BYTES = 16 * 2 ** 20;
/** The longest time for which validating edits of one document may block all others. */
const TURN_MS = 8;
/** "Try again later": the browser keeps its edits and comes back. */
const CLOSE_BUSY = 1013;
const CANNOT_STORE = 'The studio cannot store edits at the moment.';

export interface WaitingEdit {
  readonly connection: Connection;
  readonly bytes: Uint8Array;
}

export class RoomInbox {
  #edits: WaitingEdit[] = [];
  #bytes = 0;
  #isClosed = false;
  /** Those whose edits were refused: they come back on another connection, with all of their edits. */
  readonly #refused = new WeakSet<Connection>();

  get isEmpty(): boolean {
    return this.#edits.length === 0;
  }

  /** Accepts an edit, or closes its connection when too much waits. @returns whether the edit waits now */
  add({ connection, bytes }: WaitingEdit): boolean {
    if (this.#isClosed || this.#refused.has(connection)) return false;
    if (this.#bytes + bytes.byteLength > MAX_WAITING_BYTES) {
      connection.close(CLOSE_BUSY, CANNOT_STORE);
      return false;
    }
    this.#edits.push({ connection, bytes });
    this.#bytes += bytes.byteLength;
    return true;
  }

  /** Removes edits in order and gives each to `judge`, for a few milliseconds at most; the rest keeps waiting. */
  takeTurn(judge: (edit: WaitingEdit) => void): void {
    const waiting = this.#edits;
    const until = performance.now() + TURN_MS;
    let judged = 0;
    for (const edit of waiting) {
      if (judged > 0 && performance.now() > until) break;
      judged += 1;
      this.#bytes -= edit.bytes.byteLength;
      judge(edit);
    }
    this.#edits = waiting.slice(judged);
  }

  /** Edits that were taken wait again, before all others. */
  putBack(edits: readonly WaitingEdit[]): void {
    if (this.#isClosed) return;
    const kept = edits.filter(({ connection }) => !this.#refused.has(connection));
    this.#edits.unshift(...kept);
    for (const { bytes } of kept) this.#bytes += bytes.byteLength;
  }

  /** Drops all edits and closes the connections of their authors and of `authors`; accepts no more from them. */
  refuse(authors: readonly Connection[]): void {
    const refused = new Set([...this.#edits.map(({ connection }) => connection), ...authors]);
    this.#edits = [];
    this.#bytes = 0;
    for (const author of refused) {
      this.#refused.add(author);
      author.close(CLOSE_BUSY, CANNOT_STORE);
    }
  }

  /** Drops all edits and accepts no more. */
  close(): void {
    this.#edits = [];
    this.#bytes = 0;
    this.#isClosed = true;
  }
}
