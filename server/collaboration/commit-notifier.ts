// Notifies the other server processes of changed documents, at most every few milliseconds per document.
import { BUS_CHANNEL, encodeBusEvent } from '@/platform/bus-events';
import { getCommitPool } from '@/platform/database/client';
import { log } from '@/platform/log';

/** A notification takes a commit of its own; people in another process can wait this long. */
const GATHER_MS = 20;

export class CommitNotifier {
  readonly #pending = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  /** The document has been committed up to `seq`. */
  schedule(projectId: string, seq: number): void {
    this.#pending.set(projectId, seq);
    this.#timer ??= setTimeout(() => void this.#publishAll(), GATHER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #publishAll(): Promise<void> {
    this.#timer = undefined;
    const pending = [...this.#pending];
    this.#pending.clear();
    try {
      await getCommitPool().query('SELECT pg_notify($1, event) FROM unnest($2::text[]) AS event', [
        BUS_CHANNEL,
        pending.map(([projectId, seq]) => encodeBusEvent({ type: 'document', projectId, seq })),
      ]);
    } catch (error) {
      // The others look into the log every second anyway.
      log.warn({ err: error }, 'Other processes were not notified of new edits.');
    }
  }
}
