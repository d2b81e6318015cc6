// How large a document has grown, as far as this process has seen it: when to compact, and when to take no more.
import type { LogTail } from './log';

/** Beyond this a document takes no more edits: everybody who opens the project would have to load it. */
const FULL_BYTES = 16 * 2 ** 20;
/** A log of this size is compacted whatever its number of entries. */
const COMPACT_BYTES = 4 * 2 ** 20;

export class DocumentSize {
  private snapshotBytes = 0;
  private logBytes = 0;

  get isFull(): boolean {
    return this.snapshotBytes > FULL_BYTES;
  }

  get isWorthCompacting(): boolean {
    return this.logBytes > COMPACT_BYTES;
  }

  /** An update of so many bytes was added to the log. */
  added(bytes: number): void {
    this.logBytes += bytes;
  }

  /** The log has been replaced by a snapshot of so many bytes. */
  compacted(bytes: number): void {
    this.snapshotBytes = bytes;
    this.logBytes = 0;
  }

  /** The log was read on. */
  read(tail: LogTail): void {
    if (tail.snapshot) this.compacted(tail.snapshot.byteLength);
    for (const update of tail.updates) this.added(update.byteLength);
  }
}
