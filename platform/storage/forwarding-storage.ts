// A storage that passes everything on to another: the ground for those that look before some of it.
import type { Readable } from 'node:stream';
import type {
  AddressHeaders,
  ObjectInfo,
  OpenedObject,
  ReadRequest,
  Storage,
  StoredObject,
  UnchangedObject,
} from './storage';

export class ForwardingStorage<Target extends Storage = Storage> implements Storage {
  protected readonly storage: Target;

  constructor(storage: Target) {
    this.storage = storage;
  }

  put(key: string, body: Readable | Uint8Array): Promise<StoredObject> {
    return this.storage.put(key, body);
  }

  putFile(key: string, path: string): Promise<StoredObject> {
    return this.storage.putFile(key, path);
  }

  get(key: string, range?: { start: number; end: number }): Promise<Readable> {
    return this.storage.get(key, range);
  }

  open(key: string, request?: ReadRequest): Promise<OpenedObject | UnchangedObject> {
    return this.storage.open(key, request);
  }

  inspect(key: string): Promise<ObjectInfo | null> {
    return this.storage.inspect(key);
  }

  address(key: string, headers: AddressHeaders): Promise<string | null> {
    return this.storage.address(key, headers);
  }

  stat(key: string): Promise<StoredObject | null> {
    return this.storage.stat(key);
  }

  withLocalFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T> {
    return this.storage.withLocalFile(key, use);
  }

  list(prefix: string): Promise<string[]> {
    return this.storage.list(prefix);
  }

  delete(key: string): Promise<void> {
    return this.storage.delete(key);
  }

  deletePrefix(prefix: string): Promise<void> {
    return this.storage.deletePrefix(prefix);
  }
}
