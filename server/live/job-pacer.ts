// Paces job events: a change of state at once, progress at most twice a second for each job.
import { log } from '@/platform/log';

const EVERY_MS = 500;

export class JobPacer {
  readonly #emittedAt = new Map<string, number>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Jobs that are being emitted, and whether they changed since that began. */
  readonly #emitting = new Map<string, boolean>();
  readonly #emit: (jobId: string) => Promise<void>;

  /** @param emit reads the job and sends it out */
  constructor(emit: (jobId: string) => Promise<void>) {
    this.#emit = emit;
  }

  changed(jobId: string, isState: boolean): void {
    const wait = isState
      ? 0
      : (this.#emittedAt.get(jobId) ?? Number.NEGATIVE_INFINITY) + EVERY_MS - performance.now();
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
    this.#evictOld();
    this.#emittedAt.set(jobId, performance.now());
    this.#emitInTurn(jobId);
  }

  /** Emits a job only once at a time: of two concurrent reads, the older one could be sent last. */
  #emitInTurn(jobId: string): void {
    if (this.#emitting.has(jobId)) {
      this.#emitting.set(jobId, true);
      return;
    }
    this.#emitting.set(jobId, false);
    this.#emit(jobId)
      .catch((error: unknown) => log.warn({ err: error }, `Job ${jobId} could not be shown.`))
      .finally(() => {
        const changedMeanwhile = this.#emitting.get(jobId) === true;
        this.#emitting.delete(jobId);
        if (changedMeanwhile) this.#emitInTurn(jobId);
      });
  }

  #evictOld(): void {
    const before = performance.now() - EVERY_MS;
    for (const [jobId, at] of this.#emittedAt) if (at < before) this.#emittedAt.delete(jobId);
  }
}
