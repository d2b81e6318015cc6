// The committed document in encoded form, kept between edits: whoever joins costs a copy, not an encoding.
import * as Y from 'yjs';
import { answerFrame, syncAnswerFrame, updateFrame } from './frames';

/** Updates that may follow the encoded base, as a share of its size, before it is encoded anew. */
const TAIL_SHARE = 0.25;
const MIN_TAIL_BYTES = 64 * 1024;
const MAX_TAIL_UPDATES = 500;
/** A browser that lacks more than this share of a document gets all of it, which is encoded already. */
const WHOLE_FROM_SHARE = 0.25;

export class EncodedState {
  readonly #doc: Y.Doc;
  #base: Uint8Array | null = null;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;

  /** @param doc read only here */
  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  /** Updates that make up the document, in order. */
  updates(): readonly Uint8Array[] {
    if (this.#base === null) {
      this.#base = Y.encodeStateAsUpdate(this.#doc);
      this.#doc.on('update', this.#follow);
    }
    return [this.#base, ...this.#tail];
  }

  /** The document as one update, encoded as compactly as it can be. */
  encode(): Uint8Array {
    if (this.#tail.length > 0) this.#drop();
    return this.updates()[0] as Uint8Array;
  }

  /**
   * The answer to a browser that asks for what it lacks.
   * @param state its state vector
   * @throws when `state` is none
   */
  answer(state: Uint8Array): readonly Uint8Array[] {
    if (!this.#lacksMuch(Y.decodeStateVector(state))) return [answerFrame(this.#doc, state)];
    const [base, ...tail] = this.updates() as [Uint8Array, ...Uint8Array[]];
    const last = tail.pop();
    if (last === undefined) return [syncAnswerFrame(base)];
    // The answer comes last: a browser counts as in step once it has it.
    return [updateFrame(base), ...tail.map(updateFrame), syncAnswerFrame(last)];
  }

  /** Listened to only while there is a base, since Yjs encodes every transaction for whoever listens. */
  readonly #follow = (update: Uint8Array): void => {
    this.#tail.push(update);
    this.#tailBytes += update.byteLength;
    const maxTailBytes = Math.max(MIN_TAIL_BYTES, (this.#base?.byteLength ?? 0) * TAIL_SHARE);
    if (this.#tailBytes > maxTailBytes || this.#tail.length > MAX_TAIL_UPDATES) this.#drop();
  };

  #drop(): void {
    this.#doc.off('update', this.#follow);
    this.#base = null;
    this.#tail = [];
    this.#tailBytes = 0;
  }

  #lacksMuch(has: ReadonlyMap<number, number>): boolean {
    if (has.size === 0) return true;
    let [total, lacking] = [0, 0];
    for (const client of this.#doc.store.clients.keys()) {
      const clock = Y.getState(this.#doc.store, client);
      total += clock;
      lacking += Math.max(0, clock - (has.get(client) ?? 0));
    }
    return lacking > total * WHOLE_FROM_SHARE;
  }
}
