// The process's one hashing thread, started on first use and again after it has died.

import type { ScryptOptions } from 'node:crypto';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { repositoryRoot } from '@/platform/repository-root';

/** What the thread is asked for. */
export interface DeriveRequest {
  readonly id: number;
  readonly password: string;
  readonly salt: Uint8Array;
  readonly keyBytes: number;
  readonly cost: ScryptOptions;
}

interface DeriveAnswer {
  readonly id: number;
  readonly key?: Uint8Array;
  readonly failure?: string;
}

interface Pending {
  resolve(key: Buffer): void;
  reject(error: Error): void;
}

/** Sends derivations to a worker thread; the caller limits how many are under way. */
export class HashThread {
  #worker: Worker | undefined;
  #lastId = 0;
  readonly #pending = new Map<number, Pending>();

  /**
   * Derives a key with scrypt.
   * @throws Error when scrypt refuses the parameters or the thread dies
   */
  derive(request: Omit<DeriveRequest, 'id'>): Promise<Buffer> {
    const id = ++this.#lastId;
    const worker = this.#started();
    worker.ref();
    return new Promise<Buffer>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.postMessage({ ...request, id });
    }).finally(() => {
      // An idle thread does not keep the process alive.
      if (this.#pending.size === 0) worker.unref();
    });
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const entry = path.join(repositoryRoot(), 'platform/accounts/hash-thread.mjs');
    // By way of the process: a bundler that sees the class being used looks for the entry among its own modules.
    const threads = process.getBuiltinModule('node:worker_threads');
    const worker = new threads.Worker(entry);
    worker.on('message', (answer: DeriveAnswer) => this.#answered(answer));
    worker.once('error', (error) => this.#ended(worker, error));
    worker.once('exit', () => this.#ended(worker, new Error('The hashing thread has ended.')));
    this.#worker = worker;
    return worker;
  }

  #answered({ id, key, failure }: DeriveAnswer): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (key) pending?.resolve(Buffer.from(key));
    else pending?.reject(new Error(failure));
  }

  #ended(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
