// Controls that this person moved while offline and somebody else moved too, so that the other value won the merge.
import type * as Y from 'yjs';
import { changesIn } from '@/document/changes';
import { setField } from '@/document/edits';
import { type FieldValue, MIX_REGISTERS } from '@/document/fields';
import { parseRegisterKey } from '@/document/registers';
import { type Readable, Store } from '../ui/store';

export interface OfflineConflict {
  readonly entity: string;
  readonly field: string;
  /** What this person had set. */
  readonly mine: FieldValue;
  /** The current value; undefined where the control was reset to its default. */
  readonly theirs: FieldValue | undefined;
}

const isValue = (value: unknown): value is FieldValue =>
  typeof value === 'number' || typeof value === 'boolean';

export class OfflineConflicts {
  readonly #found = new Store<readonly OfflineConflict[]>([]);
  /** What this tab has set since the server last had everything, by register. */
  readonly #unsent = new Map<string, FieldValue>();
  readonly #map = MIX_REGISTERS;
  #isOffline = false;
  readonly #doc: Y.Doc;
  readonly #origin: unknown;

  /** @param origin the transaction origin of this tab's edits */
  constructor(doc: Y.Doc, origin: unknown) {
    this.#doc = doc;
    this.#origin = origin;
    doc.on('afterTransaction', this.#follow);
  }

  get found(): Readable<readonly OfflineConflict[]> {
    return this.#found;
  }

  /** Follows the connection: edits made while the link is lost are compared until the server has all of them. */
  setConnection({
    link,
    synced,
    acknowledged,
  }: {
    link: string;
    synced: boolean;
    acknowledged: boolean;
  }): void {
    if (link === 'lost') this.#isOffline = true;
    else if (this.#isOffline && synced && acknowledged) {
      this.#isOffline = false;
      this.#unsent.clear();
    }
  }

  /** Sets the controls to what this person had set; undo takes it back. */
  restoreMine(): void {
    const found = this.#found.get();
    this.dismiss();
    this.#doc.transact(() => {
      for (const { entity, field, mine } of found) setField(this.#doc, entity, field, mine, this.#origin);
    }, this.#origin);
  }

  dismiss(): void {
    this.#found.set([]);
  }

  destroy(): void {
    this.#doc.off('afterTransaction', this.#follow);
  }

  readonly #follow = (transaction: Y.Transaction): void => {
    if (!this.#isOffline && this.#found.get().length === 0) return;
    for (const { key, after } of changesIn(this.#map, transaction)) {
      if (!this.#isOffline) this.#drop(key);
      else if (transaction.local) this.#note(key, after);
      else this.#compare(key, after);
    }
  };

  #note(key: string, after: unknown): void {
    if (isValue(after)) this.#unsent.set(key, after);
    else this.#unsent.delete(key);
  }

  /** A control that has been moved since is at neither of the two values. */
  #drop(key: string): void {
    const name = parseRegisterKey(key);
    const left = this.#others(name?.entity, name?.field);
    if (left.length < this.#found.get().length) this.#found.set(left);
  }

  #others(ofEntity: string | undefined, ofField: string | undefined): OfflineConflict[] {
    return this.#found.get().filter(({ entity, field }) => entity !== ofEntity || field !== ofField);
  }

  #compare(key: string, after: unknown): void {
    const name = parseRegisterKey(key);
    const mine = this.#unsent.get(key);
    if (!name || mine === undefined || mine === after) return;
    const theirs = isValue(after) ? after : undefined;
    this.#found.set([
      ...this.#others(name.entity, name.field),
      { entity: name.entity, field: name.field, mine, theirs },
    ]);
  }
}
