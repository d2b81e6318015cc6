// Storage in a local folder: every object is one file, written beside its place and renamed into it.
import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { copyFile, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { errorCode } from '@/platform/database/error-code';
import { browseFolder, isMissingFile, moveFile, UNFINISHED, walk } from './disk-folders';
import { pour, syncPath } from './disk-writes';
import { clipRange, keyParts, namesEtag } from './key-path';
import {
  isFull,
  LARGEST_PAGE,
  type ListedPage,
  type MaintainedStorage,
  type ObjectInfo,
  ObjectNotFoundError,
  type OpenedObject,
  type ReadRequest,
  StorageFullError,
  type StoredObject,
  type UnchangedObject,
} from './storage';

export class DiskStorage implements MaintainedStorage {
  readonly #root: string;
  readonly #pageSize;

  /**
   * @param root the folder for everything; created when it is missing
   * @param pageSize the maximum number of entries on a page of a listing
   */
  constructor(root: string, pageSize = LARGEST_PAGE) {
    this.#root = root;
    this.#pageSize = pageSize;
  }

  get place(): string {
    return `the folder ${this.#root}`;
  }

  async put(key: string, body: Readable | Uint8Array): Promise<StoredObject> {
    const source = body instanceof Readable ? body : Readable.from([body]);
    try {
      return await this.#install(key, (unfinished) => pour(source, unfinished));
    } finally {
      source.destroy();
    }
  }

  async putFile(key: string, from: string): Promise<StoredObject> {
    const stored = await this.#install(key, (unfinished) => this.#take(from, unfinished));
    await rm(from, { force: true });
    return stored;
  }

  async get(key: string, range?: { start: number; end: number }): Promise<Readable> {
    const file = await this.#openObject(key);
    try {
      const { size } = await file.stat();
      return file.createReadStream(range ? clipRange(range, size) : {});
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async open(
    key: string,
    { range, rangeOf, unless, signal }: ReadRequest = {},
  ): Promise<OpenedObject | UnchangedObject> {
    const file = await this.#openObject(key);
    try {
      const found = infoOf(await file.stat({ bigint: true }));
      if (unless !== undefined && namesEtag(unless, found.etag)) {
        await file.close();
        return { etag: found.etag, body: null };
      }
      const applies = range && (rangeOf === undefined || rangeOf === found.etag);
      const part = applies ? clipRange(range, found.bytes) : null;
      return { ...found, range: part, body: file.createReadStream({ ...part, ...(signal && { signal }) }) };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async inspect(key: string): Promise<ObjectInfo | null> {
    try {
      const found = await stat(this.#fileOf(key), { bigint: true });
      return found.isFile() ? infoOf(found) : null;
    } catch (error) {
      if (isMissingFile(error)) return null;
      throw error;
    }
  }

  /** Nobody reaches the disk but through the studio. */
  async address(): Promise<null> {
    return null;
  }

  async stat(key: string): Promise<StoredObject | null> {
    try {
      const found = await stat(this.#fileOf(key));
      return found.isFile() ? { bytes: found.size } : null;
    } catch (error) {
      if (isMissingFile(error)) return null;
      throw error;
    }
  }

  async withLocalFile<T>(key: string, use: (file: string) => Promise<T>): Promise<T> {
    if (!(await this.stat(key))) throw new ObjectNotFoundError(key);
    return use(this.#fileOf(key));
  }

  async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const file of walk(this.#fileOf(prefix))) {
      if (!file.includes(UNFINISHED)) keys.push(path.relative(this.#root, file).split(path.sep).join('/'));
    }
    return keys.sort();
  }

  async delete(key: string): Promise<void> {
    await rm(this.#fileOf(key), { force: true });
  }

  async deletePrefix(prefix: string): Promise<void> {
    await rm(this.#fileOf(prefix), { recursive: true, force: true });
  }

  async *browse(folder: string, { deep }: { readonly deep: boolean }): AsyncGenerator<ListedPage> {
    const prefix = folder === '' ? '' : `${keyParts(folder).join('/')}/`;
    yield* browseFolder(this.#root, prefix, { deep, pageSize: this.#pageSize });
  }

  async modifiedAt(key: string): Promise<Date | null> {
    try {
      const found = await stat(this.#fileOf(key));
      return found.isFile() ? found.mtime : null;
    } catch (error) {
      if (isMissingFile(error)) return null;
      throw error;
    }
  }

  async moveObject(from: string, to: string): Promise<void> {
    if (!(await this.stat(from))) throw new ObjectNotFoundError(from);
    await moveFile(this.#fileOf(from), this.#fileOf(to));
    await syncPath(path.dirname(this.#fileOf(to)));
  }

  async moveFolder(from: string, to: string): Promise<void> {
    keyParts(to);
    for await (const { objects } of this.browse(from, { deep: true })) {
      for (const { key } of objects) {
        await moveFile(this.#fileOf(key), this.#fileOf(`${to}${key.slice(from.length)}`));
      }
    }
  }

  async removeUnfinished(before: Date): Promise<number> {
    let gone = 0;
    for await (const file of walk(this.#root)) {
      if (!path.basename(file).includes(UNFINISHED)) continue;
      const found = await stat(file).catch(() => null);
      if (!found || found.mtime >= before) continue;
      await rm(file, { force: true });
      gone += 1;
    }
    return gone;
  }

  #fileOf(key: string): string {
    return path.join(this.#root, ...keyParts(key));
  }

  async #openObject(key: string): Promise<FileHandle> {
    if (!(await this.stat(key))) throw new ObjectNotFoundError(key);
    try {
      return await open(this.#fileOf(key), 'r');
    } catch (error) {
      throw isMissingFile(error) ? new ObjectNotFoundError(key) : error;
    }
  }

  /** Lets `fill` write a file of another name in the object's folder, then gives it the object's name at once. */
  async #install(key: string, fill: (unfinished: string) => Promise<void>): Promise<StoredObject> {
    const target = this.#fileOf(key);
    const unfinished = `${target}${UNFINISHED}${randomBytes(6).toString('hex')}`;
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await fill(unfinished);
      const { size } = await stat(unfinished);
      await rename(unfinished, target);
      await syncPath(path.dirname(target));
      return { bytes: size };
    } catch (error) {
      await rm(unfinished, { force: true });
      throw isFull(error) ? new StorageFullError() : error;
    }
  }

  /** Renames `from`, or copies it when it lies on another file system. */
  async #take(from: string, unfinished: string): Promise<void> {
    try {
      await rename(from, unfinished);
    } catch (error) {
      if (errorCode(error) !== 'EXDEV') throw error;
      await copyFile(from, unfinished);
    }
    await syncPath(unfinished);
  }
}

/** A file is replaced by renaming, so another content is another inode with a time of its own. */
const infoOf = ({ size, mtimeNs, ino }: BigIntStats): ObjectInfo => ({
  bytes: Number(size),
  etag: `"${[size, mtimeNs, ino].map((part) => part.toString(36)).join('-')}"`,
});
