// Uploads of one kind, one after the other. The queue outlives the page that filled it: changing pages stops nothing.

import { ApiError, errorMessage } from '@/components/api/problem';
import type { FileUpload } from '@/components/api/upload';
import { Store } from '@/components/ui/store';

export interface Upload {
  readonly id: number;
  /** Which part of the studio the file goes to; the page of that part shows it. */
  readonly scope: string;
  readonly fileName: string;
  readonly state: 'waiting' | 'sending' | 'refused';
  /** 0 to 1 while it is sent; at 1 the server is checking the file. */
  readonly fraction: number;
  /** Why it was rejected, in one sentence. */
  readonly refusal: string | null;
  /** Whether the same file may be taken when it is sent again. */
  readonly mayRetry: boolean;
}

/** A file that the studio has taken. */
export interface Accepted<Result> {
  readonly scope: string;
  readonly result: Result;
  /** How many files were dropped or chosen together with this one, itself included. */
  readonly batchSize: number;
  /** Whether the page of its scope was closed when it was taken. */
  readonly wasAway: boolean;
}

export type Send<Result> = (upload: FileUpload) => Promise<Result>;

interface Waiting<Result> {
  readonly id: number;
  readonly scope: string;
  readonly file: File;
  readonly batchSize: number;
  readonly send: Send<Result>;
}

/** The file itself was refused: the same one will be again. */
const FILE_PROBLEM_STATUSES: readonly number[] = [400, 413, 415, 422];

const mayPass = (failure: unknown): boolean =>
  !(failure instanceof ApiError && FILE_PROBLEM_STATUSES.includes(failure.status));

export class UploadQueue<Result> {
  /** All that wait, run or were refused, in the order in which they came. */
  readonly uploads = new Store<readonly Upload[]>([]);
  /** What was taken and is not yet collected. */
  readonly accepted = new Store<readonly Accepted<Result>[]>([]);
  /** The scopes whose page is open. */
  readonly open = new Store<readonly string[]>([]);
  #waiting: Waiting<Result>[] = [];
  /** Those refused uploads that can be tried again, with their files. */
  #failed: Waiting<Result>[] = [];
  #running: { readonly scope: string; readonly abort: AbortController } | null = null;
  #nextId = 1;

  /** Puts files at the end of the queue. */
  add(scope: string, files: readonly File[], send: Send<Result>): void {
    const added = files.map((file) => ({ id: this.#nextId++, scope, file, batchSize: files.length, send }));
    this.#waiting.push(...added);
    const shown = added.map(({ id, file }) => ({
      id,
      scope,
      fileName: file.name,
      state: 'waiting' as const,
      fraction: 0,
      refusal: null,
      mayRetry: false,
    }));
    this.uploads.set([...this.uploads.get(), ...shown]);
    if (!this.#running) void this.#run();
  }

  /** Stops what runs and drops what waits in a scope. */
  cancel(scope: string): void {
    this.#waiting = this.#waiting.filter((each) => each.scope !== scope);
    this.uploads.set(this.uploads.get().filter((each) => each.scope !== scope || each.state !== 'waiting'));
    if (this.#running?.scope === scope) this.#running.abort.abort();
  }

  /** Removes the refusals of a scope from the list. */
  dismiss(scope: string): void {
    this.#failed = this.#failed.filter((each) => each.scope !== scope);
    this.uploads.set(this.uploads.get().filter((each) => each.scope !== scope || each.state !== 'refused'));
  }

  /** Sends the files of a scope again that failed for a reason that may have passed. */
  retry(scope: string): void {
    const again = this.#failed.filter((each) => each.scope === scope);
    this.#failed = this.#failed.filter((each) => each.scope !== scope);
    this.#waiting.push(...again);
    for (const { id } of again) this.#change(id, { state: 'waiting', refusal: null, mayRetry: false });
    if (!this.#running) void this.#run();
  }

  /** Returns what was accepted for a scope since the last call. */
  collect(scope: string): readonly Accepted<Result>[] {
    const mine = this.accepted.get().filter((each) => each.scope === scope);
    if (mine.length > 0) this.accepted.set(this.accepted.get().filter((each) => each.scope !== scope));
    return mine;
  }

  /** Says that the page of a scope is open; returns the way to say that it closed. */
  watch(scope: string): () => void {
    this.open.set([...this.open.get(), scope]);
    return () => {
      const rest = [...this.open.get()];
      rest.splice(rest.indexOf(scope), 1);
      this.open.set(rest);
    };
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const abort = new AbortController();
      this.#running = { scope: next.scope, abort };
      await this.#send(next, abort.signal);
    }
    this.#running = null;
  }

  async #send(waiting: Waiting<Result>, signal: AbortSignal): Promise<void> {
    const { id, scope, file, batchSize, send } = waiting;
    const onProgress = (fraction: number) => this.#change(id, { state: 'sending', fraction });
    onProgress(0);
    try {
      const result = await send({ file, onProgress, signal });
      const wasAway = !this.open.get().includes(scope);
      this.#remove(id);
      this.accepted.set([...this.accepted.get(), { scope, result, batchSize, wasAway }]);
    } catch (failure) {
      if (signal.aborted) return this.#remove(id);
      const mayRetry = mayPass(failure);
      if (mayRetry) this.#failed.push(waiting);
      this.#change(id, { state: 'refused', refusal: errorMessage(failure), mayRetry });
    }
  }

  #change(id: number, change: Partial<Upload>): void {
    this.uploads.set(this.uploads.get().map((each) => (each.id === id ? { ...each, ...change } : each)));
  }

  #remove(id: number): void {
    this.uploads.set(this.uploads.get().filter((each) => each.id !== id));
  }
}
