// Paces what is told about jobs: a change of state at once, progress at most twice a second for each job.
import { log } from '@/platform/log';

const EVERY_MS = 500;

export class JobPacer {
  readonly #toldAt = new Map<string, number>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Jobs that are being told, and whether they changed since that began. */
  readonly #telling = new Map<string, boolean>();
  readonly #tell: (jobId: string) => Promise<void>;

  /** @param tell reads the job and sends it out */
  constructor(tell: (jobId: string) => Promise<void>) {
    this.#tell = tell;
  }

  changed(jobId: string, isState: boolean): void {
    const wait = isState
      ? 0
      : (this.#toldAt.get(jobId) ?? Number.NEGATIVE_INFINITY) + EVERY_MS - performance.now();
    if (wait <= 0) this.#send(jobId);
    else if (!this.#timers.has(jobId)) {
      this.#timers.set(
        jobId,
        setTimeout(() => this.#send(jobId), wait),
      );
    }
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #send(jobId: string): void {
    clearTimeout(this.#timers.get(jobId));
    this.#timers.delete(jobId);
    this.#forgetOld();
    this.#toldAt.set(jobId, performance.now());
    this.#tellInTurn(jobId);
  }

  /** One telling of a job at a time: of two reads under way at once, the older could have the last word. */
  #tellInTurn(jobId: string): void {
    if (this.#telling.has(jobId)) {
      this.#telling.set(jobId, true);
      return;
    }
    this.#telling.set(jobId, false);
    this.#tell(jobId)
      .catch((error: unknown) => log.warn({ err: error }, `Job ${jobId} could not be shown.`))
      .finally(() => {
        const changedMeanwhile = this.#telling.get(jobId) === true;
        this.#telling.delete(jobId);
        if (changedMeanwhile) this.#tellInTurn(jobId);
      });
  }

  #forgetOld(): void {
    const before = performance.now() - EVERY_MS;
    for (const [jobId, at] of this.#toldAt) if (at < before) this.#toldAt.delete(jobId);
  }
}
