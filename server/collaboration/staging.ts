// The document on which edits are tried before they count: nothing reaches the live one without passing here.
import * as Y from 'yjs';
import { changedRegisters, type RegisterChange } from '@/document/changes';
import { buildsOnGap } from '@/document/find-gap';
import { openDocument } from '@/document/open';
import { findChangeFault } from '@/document/validate';
import { findUpdateFault } from '@/document/validate-update';

/** A refused edit with the sentence for the person, or what to store: null when it brought nothing new. */
export type Trial =
  | { readonly fault: string }
  | {
      readonly fault: null;
      readonly update: Uint8Array | null;
      /** What became of the registers, in order. */
      readonly changes: readonly RegisterChange[];
    };

const GAP = 'The edit builds on edits that the studio has never seen.';
const BROKEN = 'The edit could not be read.';

export class Staging {
  private doc: Y.Doc;
  /** Accepted since the document was last equal to the live one. */
  private accepted: Uint8Array[] = [];
  private isStale = false;

  /** @param live the committed document; read only here */
  constructor(private readonly live: Y.Doc) {
    this.doc = copyOf(live, []);
  }

  /** Call before a batch of trials: starts from the committed state when others wrote to it. */
  begin(): void {
    this.accepted = [];
    if (this.isStale) this.rebuild();
    this.isStale = false;
  }

  /** What was accepted in this batch will not be committed as it is, or the live document went on without us. */
  markStale(): void {
    this.isStale = true;
  }

  /**
   * Applies an edit of the person with this id and judges what it did.
   * The update to store is encoded anew from what was applied, so nothing hidden in the bytes travels on.
   */
  try(bytes: Uint8Array, userId: string): Trial {
    const fault = findUpdateFault(bytes);
    if (fault) return { fault };
    if (buildsOnGap(bytes, this.doc)) return { fault: GAP };
    const trial = this.apply(bytes, userId);
    if (trial.fault !== null) this.rebuild();
    else if (trial.update) this.accepted.push(trial.update);
    return trial;
  }

  private apply(bytes: Uint8Array, userId: string): Trial {
    const updates: Uint8Array[] = [];
    const changes: RegisterChange[] = [];
    let fault: string | null = null;
    const onUpdate = (encoded: Uint8Array) => updates.push(encoded);
    const onTransaction = (transaction: Y.Transaction) => {
      fault ??= findChangeFault(transaction, { userId, nowMs: Date.now() });
      if (fault === null) changes.push(...changedRegisters(transaction));
    };
    this.doc.on('update', onUpdate);
    this.doc.on('afterTransaction', onTransaction);
    try {
      Y.applyUpdate(this.doc, bytes);
    } catch {
      // Yjs trips over bytes that decode but make no sense together, sometimes half-way: the copy is thrown away.
      return { fault: BROKEN };
    } finally {
      this.doc.off('update', onUpdate);
      this.doc.off('afterTransaction', onTransaction);
    }
    const { pendingStructs, pendingDs } = this.doc.store;
    if (pendingStructs !== null || pendingDs !== null) fault ??= GAP;
    return fault === null ? { fault, update: joinUpdates(updates), changes } : { fault };
  }

  private rebuild(): void {
    this.doc.destroy();
    this.doc = copyOf(this.live, this.accepted);
  }

  destroy(): void {
    this.doc.destroy();
  }
}

/** Several updates as one; null for none. */
export function joinUpdates(updates: readonly Uint8Array[]): Uint8Array | null {
  return updates.length > 1 ? Y.mergeUpdates([...updates]) : (updates[0] ?? null);
}

function copyOf(live: Y.Doc, further: readonly Uint8Array[]): Y.Doc {
  const doc = openDocument();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(live));
  for (const update of further) Y.applyUpdate(doc, update);
  return doc;
}
