// How large a document has grown, as far as this process has seen it: when to compact, and what it still takes.
import type { LogTail } from '../documents/log';
import { TokenBucket } from '../limits/token-bucket';

/** Beyond this a document accepts small edits only: everybody who opens the project has to load it. */
const FULL_BYTES = 16 * 2 ** 20;
/** Beyond this it only accepts removals. */
const HARD_BYTES = 2 * FULL_BYTES;
/** What a full document still takes, in bytes of edits: enough for a fader, too little to grow by much. */
const SMALL_EDITS = { rate: 1_000, burst: 64 * 1024 };
/** A log of this size is compacted whatever its number of entries. */
const COMPACT_BYTES = 4 * 2 ** 20;

const FULL =
  'This project is full: delete comments, clips or automation points that nobody needs, then go on.';

/**
 * Pieces that a document may consist of. Decoding takes time by their number, and tombstones of registers that were
 * written in turn are a piece each. From here on a document may gain few: moving a control needs none.
 */
const MANY_STRUCTS = 150_000;
const FEW_MORE_STRUCTS = { rate: 2, burst: 500 };

export class DocumentSize {
  #snapshotBytes = 0;
  #logBytes = 0;

  #structs = 0;
  readonly #fewMore = new TokenBucket(FEW_MORE_STRUCTS.rate, FEW_MORE_STRUCTS.burst);
  readonly #smallEdits = new TokenBucket(SMALL_EDITS.rate, SMALL_EDITS.burst);

  /** The document as it was last encoded, in bytes. */
  get bytes(): number {
    return this.#snapshotBytes + this.#logBytes;
  }

  get isFull(): boolean {
    return this.bytes > FULL_BYTES;
  }

  /** A full document is looked at again soon, since whoever made room in it waits for that. */
  get isWorthCompacting(): boolean {
    return this.#logBytes > COMPACT_BYTES || (this.isFull && this.#logBytes > SMALL_EDITS.burst / 4);
  }

  /**
   * Checks whether the document has room for an edit. One that only removes is always accepted, so that no
   * one is locked out.
   * @param writes registers that it fills
   * @returns a user message, or null
   */
  validateSize(writes: number, bytes: number): string | null {
    if (writes === 0) return null;
    if (this.#structs > MANY_STRUCTS && this.#fewMore.waitS(1) > 0) return FULL;
    if (!this.isFull) return null;
    return this.bytes <= HARD_BYTES && this.#smallEdits.take(bytes) ? null : FULL;
  }

  /** An update of so many bytes was added to the log. */
  added(bytes: number): void {
    this.#logBytes += bytes;
  }

  /** Bytes of the log behind the snapshot. */
  get logged(): number {
    return this.#logBytes;
  }

  /** A snapshot of so many bytes has replaced `covered` bytes of the log, all of it when left out. */
  compacted(bytes: number, covered = this.#logBytes): void {
    this.#snapshotBytes = bytes;
    this.#logBytes -= covered;
  }

  /** The committed document consists of so many pieces. */
  consistsOf(structs: number): void {
    if (this.#structs > MANY_STRUCTS) this.#fewMore.charge(Math.max(0, structs - this.#structs));
    this.#structs = structs;
  }

  /** The log was read on. */
  read(tail: LogTail): void {
    if (tail.snapshot) this.compacted(tail.snapshot.byteLength);
    for (const update of tail.updates) this.added(update.byteLength);
  }
}
