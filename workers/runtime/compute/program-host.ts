// The calling side of a program that serves tasks: pending tasks, their answers, and cancellation.
import { publishDamagedFile } from '@/platform/media/damage-channel';
import type { Task } from './define-task';
import { TaskFailure } from './failure';
import type { FromProgram, ToProgram } from './protocol';

/** The common interface of a process and a thread. */
export interface ProgramEndpoint {
  /** The number of the process, where it has one of its own. */
  readonly pid?: number | undefined;
  /** Milliseconds that a cancelled task has for cleaning up before the program is killed; 0 kills it at once. */
  readonly cancelGraceMs: number;
  post(message: ToProgram): void;
  /** Ends the program at once; resolves when it is gone. */
  kill(): Promise<void>;
  /** Called when the first task begins and when the last one has ended. */
  setBusy?(isBusy: boolean): void;
}

export interface RunOptions<Progress = number> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

interface PendingTask {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (progress: unknown) => void;
}

export class ProgramHost {
  readonly #endpoint: ProgramEndpoint;
  readonly #pending = new Map<number, PendingTask>();
  #lastId = 0;
  #ending: Error | null = null;
  #isKilled = false;

  constructor(endpoint: ProgramEndpoint) {
    this.#endpoint = endpoint;
  }

  /** The number of the program's process, where it has one of its own. */
  get pid(): number | undefined {
    return this.#endpoint.pid;
  }

  get isAlive(): boolean {
    return this.#ending === null && !this.#isKilled;
  }

  /** Why the program ended; null while it runs. */
  get ending(): Error | null {
    return this.#ending;
  }

  /** Ends the program; tasks that run fail. */
  kill(): Promise<void> {
    this.#isKilled = true;
    return this.#endpoint.kill();
  }

  /** Handles a message of the program. What belongs to no running task is ignored. */
  receive(message: FromProgram): void {
    const task = message.type === 'damaged' ? undefined : this.#pending.get(message.id);
    if (message.type === 'damaged') publishDamagedFile(message.file);
    else if (message.type === 'progress') task?.onProgress(message.progress);
    else if (message.type === 'done') task?.resolve(message.output);
    else if (message.type === 'failed') task?.reject(new TaskFailure(message.failure));
  }

  /** Fails every running task, and those that are still to come, because the program has ended. */
  end(reason: Error): void {
    this.#ending ??= reason;
    for (const { reject } of this.#pending.values()) reject(this.#ending);
  }

  /**
   * Runs a task.
   * @throws TaskFailure when it fails, ProgramEndedError when the program ends, the signal's reason when it is aborted
   */
  async run<Input, Output, Progress>(
    task: Task<Input, Output, Progress>,
    input: Input,
    { signal, onProgress }: RunOptions<Progress> = {},
  ): Promise<Output> {
    signal?.throwIfAborted();
    const id = ++this.#lastId;
    let killing: NodeJS.Timeout | undefined;
    const onAbort = () => {
      killing = this.#cancel(id);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.#exchange<Output>(id, task.name, input, onProgress as PendingTask['onProgress']);
    } finally {
      clearTimeout(killing);
      signal?.removeEventListener('abort', onAbort);
      this.#pending.delete(id);
      if (this.#pending.size === 0) this.#endpoint.setBusy?.(false);
      // The result no longer matters.
      signal?.throwIfAborted();
    }
  }

  #exchange<Output>(
    id: number,
    task: string,
    input: unknown,
    onProgress: PendingTask['onProgress'] = () => {},
  ): Promise<Output> {
    return new Promise((resolve, reject) => {
      if (this.#ending) throw this.#ending;
      this.#pending.set(id, { resolve: resolve as PendingTask['resolve'], reject, onProgress });
      this.#endpoint.setBusy?.(true);
      this.#endpoint.post({ type: 'run', id, task, input });
    });
  }

  #cancel(id: number): NodeJS.Timeout | undefined {
    const { cancelGraceMs } = this.#endpoint;
    const kill = () => void this.kill();
    if (cancelGraceMs === 0) {
      kill();
      return undefined;
    }
    this.#endpoint.post({ type: 'cancel', id });
    return setTimeout(kill, cancelGraceMs);
  }
}
