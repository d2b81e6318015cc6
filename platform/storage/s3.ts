// Storage in an S3 bucket, or in anything that speaks its protocol.

import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { checkRange, keyParts } from './key-path';
import { withLocalCopy } from './local-copy';
import { signedAddress } from './s3-addresses';
import { asNotFound, isMissing, readAsNotFound, statusOf } from './s3-errors';
import { abortStaleUploads, type BucketFolder, browseBucket, moveBucketObject } from './s3-folders';
import { openedOf } from './s3-opened';
import { uploadStream } from './s3-upload';
import {
  type AddressHeaders,
  LARGEST_PAGE,
  type ListedPage,
  type MaintainedStorage,
  type ObjectInfo,
  type OpenedObject,
  RangeNotSatisfiableError,
  type ReadRequest,
  type StoredObject,
  type UnchangedObject,
} from './storage';

export interface S3StorageOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** The folder of the bucket for everything, such as `studios/one`; the whole bucket by default. */
  readonly prefix?: string | undefined;
  /** How many entries a page of a listing has at most; as many as the service gives by default */
  readonly pageSize?: number | undefined;
  /** Where temporary local copies go. */
  readonly tempDir: string;
  /** Whether browsers fetch objects from the bucket themselves */
  readonly gives: 'addresses' | 'no-addresses';
  /** Where they reach it, when that is not where we do: without a slash at the end */
  readonly publicUrl?: string | undefined;
  readonly now?: () => number;
}

/** Copies side by side while a folder is moved. */
const MOVES_IN_FLIGHT = 8;

export class S3Storage implements MaintainedStorage {
  /** What stands before every key of ours in the bucket: empty, or ending with a slash. */
  readonly #root: string;
  readonly #options: S3StorageOptions;

  constructor(options: S3StorageOptions) {
    this.#options = options;
    this.#root = options.prefix ? `${keyParts(options.prefix).join('/')}/` : '';
  }

  get place(): string {
    const { bucket, prefix } = this.#options;
    return `the bucket ${bucket}${prefix ? ` with the prefix ${prefix}` : ''}`;
  }

  async put(key: string, body: Readable | Uint8Array): Promise<StoredObject> {
    const target = this.#at(key);
    if (!(body instanceof Readable)) {
      await this.#options.client
        .send(new PutObjectCommand({ ...target, Body: body }))
        .catch((error: unknown) => {
          throw asNotFound(error, key);
        });
      return { bytes: body.byteLength };
    }
    const bytes = await uploadStream(this.#options.client, target, body).catch((error: unknown) => {
      throw asNotFound(error, key);
    });
    return { bytes };
  }

  async putFile(key: string, from: string): Promise<StoredObject> {
    const stored = await this.put(key, createReadStream(from));
    await rm(from, { force: true });
    return stored;
  }

  async get(key: string, range?: { start: number; end: number }): Promise<Readable> {
    const { body } = await this.open(key, { range });
    if (!body) throw new Error(`The storage sent no body for ${key}.`);
    return Readable.from(readAsNotFound(body), { objectMode: false });
  }

  async open(key: string, request: ReadRequest = {}): Promise<OpenedObject | UnchangedObject> {
    const { range, rangeOf, unless, signal } = request;
    if (range) checkRange(range);
    const conditions = { IfMatch: range && rangeOf, IfNoneMatch: unless };
    const part = range && { Range: `bytes=${range.start}-${range.end ?? ''}` };
    const command = new GetObjectCommand({ ...this.#at(key), ...part, ...conditions });
    const whole = { unless, signal };
    try {
      const answer = await this.#options.client.send(command, signal && { abortSignal: signal });
      const opened = openedOf(answer, key);
      if (!opened.range || rangeOf === undefined || rangeOf === opened.etag) return opened;
      // A server that does not know If-Match.
      opened.body.destroy();
      return await this.open(key, whole);
    } catch (error) {
      switch (statusOf(error)) {
        case 304:
          return { etag: unless ?? '', body: null };
        case 412:
          return this.open(key, whole);
        case 416:
          throw new RangeNotSatisfiableError((await this.stat(key))?.bytes ?? 0);
        default:
          throw asNotFound(error, key);
      }
    }
  }

  async inspect(key: string): Promise<ObjectInfo | null> {
    try {
      const { ContentLength, ETag } = await this.#options.client.send(new HeadObjectCommand(this.#at(key)));
      return { bytes: ContentLength ?? 0, etag: ETag ?? '""' };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async stat(key: string): Promise<StoredObject | null> {
    const found = await this.inspect(key);
    return found && { bytes: found.bytes };
  }

  async address(key: string, headers: AddressHeaders): Promise<string | null> {
    const { client, gives, publicUrl, now = Date.now } = this.#options;
    if (gives === 'no-addresses') return null;
    return signedAddress(this.#at(key), headers, { client, publicUrl, nowMs: now() });
  }

  async withLocalFile<T>(key: string, use: (file: string) => Promise<T>): Promise<T> {
    return withLocalCopy(await this.get(key), this.#options.tempDir, use);
  }

  async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { objects } of this.browse(prefix, { deep: true })) {
      for (const { key } of objects) keys.push(key);
    }
    return keys.sort();
  }

  async delete(key: string): Promise<void> {
    await this.#options.client.send(new DeleteObjectCommand(this.#at(key)));
  }

  async deletePrefix(prefix: string): Promise<void> {
    keyParts(prefix);
    for await (const { objects } of this.browse(prefix, { deep: true })) {
      await this.#deleteKeys(objects.map(({ key }) => key));
    }
  }

  async *browse(folder: string, { deep }: { readonly deep: boolean }): AsyncGenerator<ListedPage> {
    // The slash keeps a folder apart from others whose names begin alike.
    yield* browseBucket(this.#folder, folder === '' ? '' : `${keyParts(folder).join('/')}/`, deep);
  }

  async modifiedAt(key: string): Promise<Date | null> {
    try {
      const { LastModified } = await this.#options.client.send(new HeadObjectCommand(this.#at(key)));
      return LastModified ?? null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async moveObject(from: string, to: string): Promise<void> {
    keyParts(from);
    keyParts(to);
    await moveBucketObject(this.#folder, from, to).catch((error: unknown) => {
      throw asNotFound(error, from);
    });
  }

  async moveFolder(from: string, to: string): Promise<void> {
    keyParts(to);
    for await (const { objects } of this.browse(from, { deep: true })) {
      for (let first = 0; first < objects.length; first += MOVES_IN_FLIGHT) {
        const some = objects.slice(first, first + MOVES_IN_FLIGHT);
        await Promise.all(some.map(({ key }) => this.moveObject(key, `${to}${key.slice(from.length)}`)));
      }
    }
  }

  removeUnfinished(before: Date): Promise<number> {
    return abortStaleUploads(this.#folder, before);
  }

  get #folder(): BucketFolder {
    const { client, bucket, pageSize = LARGEST_PAGE } = this.#options;
    return { client, bucket, root: this.#root, pageSize };
  }

  async #deleteKeys(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const Objects = keys.map((key) => ({ Key: this.#at(key).Key }));
    const request = { Bucket: this.#options.bucket, Delete: { Objects, Quiet: true } };
    const { Errors = [] } = await this.#options.client.send(new DeleteObjectsCommand(request));
    if (Errors.length > 0) throw new Error(`${Errors[0]?.Key} could not be deleted: ${Errors[0]?.Message}`);
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#options.bucket, Key: `${this.#root}${keyParts(key).join('/')}` };
  }
}
