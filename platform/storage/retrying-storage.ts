// A storage that retries while the real one does not answer, so that hours of work are not lost.
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { log } from '@/platform/log';
import { unavailableOf } from '@/platform/unavailable';
import type {
  AddressHeaders,
  ObjectInfo,
  OpenedObject,
  ReadRequest,
  Storage,
  StoredObject,
  UnchangedObject,
} from './storage';

export interface RetryOptions {
  readonly signal?: AbortSignal;
  /** Called when it begins to wait, with a user message. */
  readonly onWait?: (stage: string) => void;
  /** How long writes are tried again, in milliseconds; half an hour by default. */
  readonly writeMs?: number;
  /** The same for reads, before which there is little to lose; half a minute by default. */
  readonly readMs?: number;
}

const WAITING_FOR_STORAGE = 'waiting for the audio storage';

const WRITE_MS = 30 * 60_000;
const READ_MS = 30_000;
/** Between tries; the last one repeats. */
const WAITS_MS = [500, 1_000, 2_000, 5_000, 10_000];

export class RetryingStorage implements Storage {
  readonly #storage: Storage;
  readonly #options: RetryOptions;

  constructor(storage: Storage, options: RetryOptions = {}) {
    this.#storage = storage;
    this.#options = options;
  }

  /** A stream can be read once, so only bytes are tried again. */
  put(key: string, body: Readable | Uint8Array): Promise<StoredObject> {
    if (body instanceof Readable) return this.#storage.put(key, body);
    return this.#write(() => this.#storage.put(key, body));
  }

  putFile(key: string, path: string): Promise<StoredObject> {
    return this.#write(() => this.#storage.putFile(key, path));
  }

  get(key: string, range?: { start: number; end: number }): Promise<Readable> {
    return this.#read(() => this.#storage.get(key, range));
  }

  stat(key: string): Promise<StoredObject | null> {
    return this.#read(() => this.#storage.stat(key));
  }

  /** Fetching is tried again; `use` runs once. */
  withLocalFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T> {
    let isUsed = false;
    const attempt = () =>
      this.#storage.withLocalFile(key, (path) => {
        isUsed = true;
        return use(path);
      });
    return this.#read(attempt, () => !isUsed);
  }

  open(key: string, request?: ReadRequest): Promise<OpenedObject | UnchangedObject> {
    return this.#read(() => this.#storage.open(key, request));
  }

  inspect(key: string): Promise<ObjectInfo | null> {
    return this.#read(() => this.#storage.inspect(key));
  }

  address(key: string, headers: AddressHeaders): Promise<string | null> {
    return this.#storage.address(key, headers);
  }

  list(prefix: string): Promise<string[]> {
    return this.#read(() => this.#storage.list(prefix));
  }

  delete(key: string): Promise<void> {
    return this.#read(() => this.#storage.delete(key));
  }

  deletePrefix(prefix: string): Promise<void> {
    return this.#read(() => this.#storage.deletePrefix(prefix));
  }

  #write<T>(work: () => Promise<T>): Promise<T> {
    return this.#insist(work, this.#options.writeMs ?? WRITE_MS);
  }

  #read<T>(work: () => Promise<T>, mayRepeat?: () => boolean): Promise<T> {
    return this.#insist(work, this.#options.readMs ?? READ_MS, mayRepeat);
  }

  /** Repeats `work` for `timeoutMs` while the storage is unavailable; whatever else goes wrong is thrown at once. */
  async #insist<T>(work: () => Promise<T>, timeoutMs: number, mayRepeat = () => true): Promise<T> {
    const { signal, onWait } = this.#options;
    const deadline = performance.now() + timeoutMs;
    for (let tries = 0; ; tries++) {
      try {
        return await work();
      } catch (error) {
        const unavailable = unavailableOf(error, 'storage');
        if (!unavailable || !mayRepeat() || performance.now() >= deadline || signal?.aborted) throw error;
        if (tries === 0) log.warn({ err: error }, 'The audio storage does not answer; trying again.');
        onWait?.(WAITING_FOR_STORAGE);
        await delay(WAITS_MS[Math.min(tries, WAITS_MS.length - 1)], undefined, { signal });
      }
    }
  }
}
