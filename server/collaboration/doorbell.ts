// Tells the other server processes that a document has news, at most every few milliseconds per document.
import { BUS_CHANNEL, encodeBusEvent } from '@/platform/bus-events';
import { getCommitPool } from '@/platform/database/client';
import { log } from '@/platform/log';

/** A notification takes a commit of its own; people in another process can wait this long. */
const GATHER_MS = 20;

export class Doorbell {
  readonly #news = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  /** The document has been committed up to `seq`. */
  ring(projectId: string, seq: number): void {
    this.#news.set(projectId, seq);
    this.#timer ??= setTimeout(() => void this.#publishAll(), GATHER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #publishAll(): Promise<void> {
    this.#timer = undefined;
    const news = [...this.#news];
    this.#news.clear();
    try {
      await getCommitPool().query('SELECT pg_notify($1, news) FROM unnest($2::text[]) AS news', [
        BUS_CHANNEL,
        news.map(([projectId, seq]) => encodeBusEvent({ type: 'document', projectId, seq })),
      ]);
    } catch (error) {
      // The others look into the log every second anyway.
      log.warn({ err: error }, 'The other processes were not told of new edits.');
    }
  }
}
