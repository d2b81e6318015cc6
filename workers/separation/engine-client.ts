// The parent's side of the separation engine: one process, kept alive, restarted after a crash, never orphaned.
import { TaskFailure } from '@/workers/runtime/compute/failure';
import type { ProgramHost, RunOptions } from '@/workers/runtime/compute/program-host';
import { describeEngineEnd } from './engine-failure';
import { startEngine } from './engine-process';
import {
  type EngineProgress,
  probeTask,
  type SeparationOutcome,
  type SeparationTask,
  type ServingProvider,
  separateTask,
} from './engine-tasks';

export interface EngineOptions {
  /**
   * An idle engine uses gigabytes; after this long it exits, and the next task needs a second to load again.
   */
  readonly idleMs?: number;
  readonly log?: (line: string) => void;
}

const IDLE_MS = 2 * 60_000;

export class SeparationEngine {
  #host: ProgramHost | null = null;
  /** Whether the running process has computed anything yet: if one dies before, the song is not the cause. */
  #hasServed = false;
  #provider: string | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(readonly options: EngineOptions = {}) {}

  /** The provider that serves, once it is known. */
  get provider(): string | null {
    return this.#provider;
  }

  /** The process that is running, if one is. */
  get pid(): number | undefined {
    return this.#host?.isAlive ? this.#host.pid : undefined;
  }

  /** Determines the provider that will run the network, without loading it. */
  probe(): Promise<string> {
    return this.#inTurn(async (host) => {
      const serving = await host.run(probeTask, null);
      this.#noteProvider(serving);
      return serving.provider;
    });
  }

  /**
   * Separates one song; tasks wait for each other.
   * @throws TaskFailure when it cannot be done, the signal's reason when it is aborted
   */
  separate(
    task: SeparationTask,
    { signal, onProgress }: RunOptions<EngineProgress> = {},
  ): Promise<SeparationOutcome> {
    const onReport = (progress: EngineProgress | ServingProvider) => {
      if ('provider' in progress) return this.#noteProvider(progress);
      if (progress.stage !== 'decoding') this.#hasServed = true;
      onProgress?.(progress);
    };
    return this.#inTurn((host) => host.run(separateTask, task, { signal, onProgress: onReport }), signal);
  }

  /** Ends the process. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#host?.kill();
  }

  #inTurn<T>(work: (host: ProgramHost) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.#queue.then(async () => {
      clearTimeout(this.#idle);
      try {
        signal?.throwIfAborted();
        return await work(this.#running());
      } catch (error) {
        throw this.#failureOf(error);
      } finally {
        this.#idle = setTimeout(() => void this.close(), this.options.idleMs ?? IDLE_MS).unref();
      }
    });
    this.#queue = turn.catch(() => {});
    return turn;
  }

  #running(): ProgramHost {
    if (this.#host?.isAlive) return this.#host;
    this.#hasServed = false;
    this.#host = startEngine();
    return this.#host;
  }

  /** What the end of the process means for the task; other errors stay what they are. */
  #failureOf(error: unknown): unknown {
    if (error instanceof TaskFailure) this.#hasServed = true;
    const hasEnded = error instanceof Error && error === this.#host?.ending;
    return hasEnded ? new TaskFailure(describeEngineEnd(error, this.#hasServed)) : error;
  }

  #noteProvider({ provider, passedOver }: ServingProvider): void {
    this.#provider = provider;
    const reasons = passedOver.length > 0 ? ` (${passedOver.join('; ')})` : '';
    this.options.log?.(`Separation runs on ${provider}${reasons}.`);
  }
}
