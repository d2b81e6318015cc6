// The staging document, on which edits are tried before they are committed to the live one.
import * as Y from 'yjs';
import { changedRegisters, type RegisterChange } from '@/document/changes';
import { COMMENTS_MAP, commentAuthor } from '@/document/comment-schema';
import { commentBytes, commentBytesByAuthor, validateCommentRoom } from '@/document/comment-size';
import { buildsOnGap } from '@/document/find-gap';
import { openDocument } from '@/document/open';
import { outlineUpdate, type UpdateOutline } from '@/document/outline-update';
import { validateChange } from '@/document/validate';
import { UNREADABLE_EDIT, validateUpdate } from '@/document/validate-update';
import { CLOSE_CODES } from '@/document/wire/presence';
import { EncodedState } from './encoded-state';

/** A rejected edit with its user message, or what to store: null when it brought nothing new. */
export type Trial =
  | {
      readonly message: string;
      /** The close code that goes with it. */
      readonly code: number;
      /** Whether finding out took a document that now has to be built again. */
      readonly isCostly: boolean;
    }
  | {
      readonly message: null;
      readonly update: Uint8Array | null;
      /** What became of the registers, in order. */
      readonly changes: readonly RegisterChange[];
    };

const GAP = 'The edit builds on edits that the studio has never seen.';
const TOO_MANY_REFUSALS = 'Too many edits of yours were not valid; wait a minute before you try again.';

const refusal = (message: string, code: number = CLOSE_CODES.invalidEdit) =>
  ({ message, code, isCostly: false }) as const;

/** Rejects an edit that exceeds the size limit, by the registers it writes and its size in bytes. */
export type RoomCheck = (writes: number, bytes: number) => string | null;

export class Staging {
  #doc = openDocument();
  /** Accepted since the document was last equal to the live one. */
  #accepted: Uint8Array[] = [];
  #isStale = true;
  /** Bytes of the comments by author; counted when first asked for. */
  #comments: Map<string, number> | undefined;
  readonly #encoded: EncodedState;
  readonly #validateSize: RoomCheck;

  /**
   * @param live the committed document; read only here
   * @param encoded the same, shared with those who join
   * @param findLack asked before an edit is tried
   */
  constructor(
    live: Y.Doc,
    encoded: EncodedState = new EncodedState(live),
    validateSize: RoomCheck = () => null,
  ) {
    this.#encoded = encoded;
    this.#validateSize = validateSize;
  }

  /** Call before a batch of trials: starts from the committed state when others wrote to it. */
  begin(): void {
    this.#accepted = [];
    if (this.#isStale) this.#rebuild();
    this.#isStale = false;
  }

  /** What was accepted in this batch will not be committed as it is, or the live document went on without us. */
  markStale(): void {
    this.#isStale = true;
  }

  /** What was accepted in this batch is committed. */
  settled(): void {
    this.#accepted = [];
  }

  /** Others have committed this: it is taken in when nothing of ours is on its way, else all is built again. */
  follow(update: Uint8Array): void {
    if (this.#isStale) return;
    if (this.#accepted.length > 0) {
      this.markStale();
      return;
    }
    Y.applyUpdate(this.#doc, update);
    this.#comments = undefined;
  }

  /**
   * Judges an edit of the person with this id: first by its bytes, which costs next to nothing, then by applying it.
   * The update to store is encoded anew from what was applied, so nothing hidden in the bytes travels on.
   * @param mayTry whether the person may cost the studio a document that has to be built again
   */
  try(bytes: Uint8Array, userId: string, mayTry: () => boolean = () => true): Trial {
    if (this.#isStale) this.begin();
    const message = validateUpdate(bytes);
    if (message) return refusal(message);
    if (buildsOnGap(bytes, this.#doc)) return refusal(GAP);
    const outline = outlineUpdate(bytes, this.#doc, { userId, nowMs: Date.now() });
    if (outline.issue) return refusal(outline.issue);
    const lack = this.#validateRoom(outline, bytes.byteLength, userId);
    if (lack) return refusal(lack, CLOSE_CODES.tooLarge);
    if (!mayTry()) return refusal(TOO_MANY_REFUSALS, CLOSE_CODES.tooFast);
    const trial = this.#apply(bytes, userId);
    if (trial.message !== null) this.#rebuild();
    else if (trial.update) {
      this.#accepted.push(trial.update);
      this.#countComments(trial.changes);
    }
    return trial;
  }

  #validateRoom(outline: UpdateOutline, bytes: number, userId: string): string | null {
    if (outline.commentGrowth > 0) {
      this.#comments ??= commentBytesByAuthor(this.#doc);
      const message = validateCommentRoom(this.#comments, userId, outline.commentGrowth);
      if (message) return message;
    }
    return this.#validateSize(outline.writes, bytes);
  }

  #countComments(changes: readonly RegisterChange[]): void {
    for (const { map, key, before, after } of changes) {
      if (map !== COMMENTS_MAP || !this.#comments) continue;
      const author = commentAuthor(key) ?? '';
      const bytes = (this.#comments.get(author) ?? 0) + commentBytes(after) - commentBytes(before);
      this.#comments.set(author, bytes);
    }
  }

  #apply(bytes: Uint8Array, userId: string): Trial {
    const updates: Uint8Array[] = [];
    const changes: RegisterChange[] = [];
    let message: string | null = null;
    const onUpdate = (encoded: Uint8Array) => updates.push(encoded);
    const onTransaction = (transaction: Y.Transaction) => {
      message ??= validateChange(transaction, { userId, nowMs: Date.now() });
      if (message === null) changes.push(...changedRegisters(transaction));
    };
    this.#doc.on('update', onUpdate);
    this.#doc.on('afterTransaction', onTransaction);
    try {
      Y.applyUpdate(this.#doc, bytes);
    } catch {
      // Yjs throws on updates that decode but are inconsistent, sometimes half-way: the copy is discarded.
      return { ...refusal(UNREADABLE_EDIT), isCostly: true };
    } finally {
      this.#doc.off('update', onUpdate);
      this.#doc.off('afterTransaction', onTransaction);
    }
    const { pendingStructs, pendingDs } = this.#doc.store;
    if (pendingStructs !== null || pendingDs !== null) message ??= GAP;
    if (message !== null) return { ...refusal(message), isCostly: true };
    return { message, update: joinUpdates(updates), changes };
  }

  #rebuild(): void {
    this.#doc.destroy();
    this.#doc = openDocument();
    for (const update of [...this.#encoded.updates(), ...this.#accepted]) Y.applyUpdate(this.#doc, update);
    this.#comments = undefined;
  }

  destroy(): void {
    this.#doc.destroy();
  }
}

/** Several updates as one; null for none. */
export function joinUpdates(updates: readonly Uint8Array[]): Uint8Array | null {
  return updates.length > 1 ? Y.mergeUpdates([...updates]) : (updates[0] ?? null);
}
