// The storage as one run of a job sees it: a run that lost its job cannot take away what its successor stored.
import type { Readable } from 'node:stream';
import { isSuperseded, type JobRun } from '@/platform/job-run';
import type {
  AddressHeaders,
  ObjectInfo,
  OpenedObject,
  ReadRequest,
  Storage,
  StoredObject,
  UnchangedObject,
} from '@/platform/storage/storage';
import { RunStopped } from './run-pulse';

/*
 * Two runs of one job store the same things under the same keys, so writing is harmless whoever does it. But a run
 * that was frozen for a while, and tidies up after the failure it wakes to, would delete the other one's results.
 */
export class RunStorage implements Storage {
  readonly #storage: Storage;
  readonly #run: JobRun;

  constructor(storage: Storage, run: JobRun) {
    this.#storage = storage;
    this.#run = run;
  }

  put(key: string, body: Readable | Uint8Array): Promise<StoredObject> {
    return this.#storage.put(key, body);
  }

  putFile(key: string, path: string): Promise<StoredObject> {
    return this.#storage.putFile(key, path);
  }

  get(key: string, range?: { start: number; end: number }): Promise<Readable> {
    return this.#storage.get(key, range);
  }

  open(key: string, request?: ReadRequest): Promise<OpenedObject | UnchangedObject> {
    return this.#storage.open(key, request);
  }

  inspect(key: string): Promise<ObjectInfo | null> {
    return this.#storage.inspect(key);
  }

  address(key: string, headers: AddressHeaders): Promise<string | null> {
    return this.#storage.address(key, headers);
  }

  stat(key: string): Promise<StoredObject | null> {
    return this.#storage.stat(key);
  }

  withLocalFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T> {
    return this.#storage.withLocalFile(key, use);
  }

  list(prefix: string): Promise<string[]> {
    return this.#storage.list(prefix);
  }

  async delete(key: string): Promise<void> {
    await this.#refuseSuperseded();
    await this.#storage.delete(key);
  }

  async deletePrefix(prefix: string): Promise<void> {
    await this.#refuseSuperseded();
    await this.#storage.deletePrefix(prefix);
  }

  async #refuseSuperseded(): Promise<void> {
    if (await isSuperseded(this.#run)) throw new RunStopped('superseded');
  }
}
