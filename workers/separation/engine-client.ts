// The parent's side of the separation engine: one process, kept alive, restarted after a crash, never left behind.
import type { ChildProcess } from 'node:child_process';
import type { Dependency } from '@/platform/unavailable';
import type { WorkerProblem } from '@/workers/runtime/worker-problem';
import { ENGINE_DIED, OUT_OF_MEMORY } from './engine-failure';
import { startEngine } from './engine-process';
import {
  type EngineProgress,
  type FromEngine,
  fromEngineSchema,
  type SeparationOutcome,
  type SeparationTask,
  type ToEngine,
} from './engine-protocol';

/** The engine could not do a task. `sentence` is for the person, null when it is a defect; `message` for the log. */
export class EngineFailure extends Error {
  /** The part of the studio that does not answer, when that is the reason. */
  readonly away: Dependency | null;
  /** What is wrong with this machine, when that is the reason. */
  readonly problem: WorkerProblem | null;

  constructor(
    readonly sentence: string | null,
    readonly retryable: boolean,
    fault: string,
    { away = null, problem = null }: Partial<Pick<EngineFailure, 'away' | 'problem'>> = {},
  ) {
    super(fault);
    this.away = away;
    this.problem = problem;
  }
}

export interface SeparateTaskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EngineProgress) => void;
}

export interface EngineOptions {
  /** An idle engine holds gigabytes; after this long it goes, and the next task pays a second to load again. */
  readonly idleMs?: number;
  readonly log?: (line: string) => void;
}

const ENGINE_DOES_NOT_START: WorkerProblem = {
  kind: 'engine',
  sentence: 'The separation engine of this worker does not start.',
};

const IDLE_MS = 2 * 60_000;
/** How long a cancelled task may take to stop in order before the process is killed. */
const CANCEL_MS = 2_500;
const STDERR_KEPT = 2_000;

type Settled = Extract<FromEngine, { type: 'done' | 'failed' | 'provider' }>;

export class SeparationEngine {
  #child: ChildProcess | null = null;
  #complaints = '';
  /** Whether the process that runs has computed anything yet: one that dies before is no song's fault. */
  #hasServed = false;
  #idle: NodeJS.Timeout | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #provider: string | null = null;
  readonly #killOnExit = () => this.#child?.kill('SIGKILL');

  constructor(readonly options: EngineOptions = {}) {}

  /** The provider that serves, once it is known. */
  get provider(): string | null {
    return this.#provider;
  }

  /** The process that is running, if one is. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Finds out what will run the network, without loading it. */
  probe(): Promise<string> {
    return this.#inTurn(async () => {
      const answer = await this.#exchange({ type: 'probe' }, ['provider'], {});
      return answer.type === 'provider' ? answer.provider : '';
    });
  }

  /**
   * Separates one song; tasks wait for each other.
   * @throws EngineFailure when it cannot be done, the signal's reason when it is aborted
   */
  separate(task: SeparationTask, options: SeparateTaskOptions = {}): Promise<SeparationOutcome> {
    return this.#inTurn(async () => {
      options.signal?.throwIfAborted();
      const answer = await this.#exchange({ type: 'separate', task }, ['done', 'failed'], options);
      options.signal?.throwIfAborted();
      if (answer.type === 'done') return answer.outcome;
      if (answer.type === 'failed') {
        throw new EngineFailure(answer.sentence, answer.retryable, answer.fault, answer);
      }
      throw new EngineFailure(null, true, `Unexpected answer ${answer.type}.`);
    });
  }

  /** Ends the process. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const child = this.#child;
    if (!child) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(async () => {
      clearTimeout(this.#idle);
      try {
        return await work();
      } finally {
        this.#idle = setTimeout(() => void this.close(), this.options.idleMs ?? IDLE_MS).unref();
      }
    });
    this.#queue = turn.catch(() => {});
    return turn;
  }

  #start(): ChildProcess {
    const child = startEngine();
    this.#child = child;
    this.#complaints = '';
    this.#hasServed = false;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-STDERR_KEPT);
    });
    process.once('exit', this.#killOnExit);
    child.once('exit', () => {
      process.off('exit', this.#killOnExit);
      if (this.#child === child) this.#child = null;
    });
    return child;
  }

  #noteProvider({ provider, passedOver }: Extract<FromEngine, { type: 'provider' }>): void {
    this.#provider = provider;
    const reasons = passedOver.length > 0 ? ` (${passedOver.join('; ')})` : '';
    this.options.log?.(`Separation runs on ${provider}${reasons}.`);
  }

  /** Sends a message and waits for an answer of one of the given types, or for the end of the process. */
  #exchange(
    message: ToEngine,
    awaited: readonly Settled['type'][],
    { signal, onProgress }: SeparateTaskOptions,
  ): Promise<Settled> {
    const child = this.#child ?? this.#start();
    return new Promise((resolve, reject) => {
      let killing: NodeJS.Timeout | undefined;
      const onMessage = (raw: unknown) => {
        const answer = fromEngineSchema.parse(raw);
        if (answer.type === 'provider') this.#noteProvider(answer);
        if (
          answer.type === 'failed' ||
          (answer.type === 'progress' && answer.progress.stage !== 'decoding')
        ) {
          this.#hasServed = true;
        }
        if (answer.type === 'progress') onProgress?.(answer.progress);
        else if (awaited.includes(answer.type)) settle(() => resolve(answer));
      };
      const onExit = (code: number | null, killer: string | null) =>
        settle(() => reject(signal?.aborted ? signal.reason : this.#deathOf(code, killer)));
      const onError = (error: Error) =>
        settle(() =>
          reject(new EngineFailure(null, true, error.message, { problem: ENGINE_DOES_NOT_START })),
        );
      const onAbort = () => {
        child.send({ type: 'cancel' } satisfies ToEngine);
        killing = setTimeout(() => child.kill('SIGKILL'), CANCEL_MS);
      };
      const settle = (outcome: () => void) => {
        clearTimeout(killing);
        child.off('message', onMessage).off('exit', onExit).off('error', onError);
        signal?.removeEventListener('abort', onAbort);
        outcome();
      };
      child.on('message', onMessage).on('exit', onExit).on('error', onError);
      signal?.addEventListener('abort', onAbort, { once: true });
      child.send(message);
    });
  }

  /** A process that the system kills without being asked to has run out of memory, nearly always. */
  #deathOf(code: number | null, killer: string | null): EngineFailure {
    const sentence = killer === 'SIGKILL' || killer === 'SIGABRT' ? OUT_OF_MEMORY : ENGINE_DIED;
    const how = killer ? `by ${killer}` : `with code ${code}`;
    const problem = this.#hasServed ? null : ENGINE_DOES_NOT_START;
    return new EngineFailure(sentence, true, `The engine ended ${how}: ${this.#complaints.trim()}`, {
      problem,
    });
  }
}
