// Tells the other server processes that a document has news, at most every few milliseconds per document.
import { publish } from '@/server/shared/bus';

/** A notification takes a commit of its own; people in another process can wait this long. */
const GATHER_MS = 20;

export class Doorbell {
  private readonly news = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  /** The document has been committed up to `seq`. */
  ring(projectId: string, seq: number): void {
    this.news.set(projectId, seq);
    this.timer ??= setTimeout(() => void this.publishAll(), GATHER_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async publishAll(): Promise<void> {
    this.timer = undefined;
    const news = [...this.news];
    this.news.clear();
    try {
      for (const [projectId, seq] of news) await publish({ type: 'document', projectId, seq });
    } catch (error) {
      // The others look into the log every two seconds anyway.
      console.warn('The other processes were not told of new edits.', error);
    }
  }
}
