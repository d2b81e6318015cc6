// Storage in an S3 bucket, or in anything that speaks its protocol.
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { clipRange, keyParts } from './key-path';
import { abortStaleUploads, type BucketFolder, browseBucket, moveBucketObject } from './s3-folders';
import {
  isFull,
  LARGEST_PAGE,
  type ListedPage,
  type MaintainedStorage,
  ObjectNotFoundError,
  StorageFullError,
  type StoredObject,
} from './storage';

const PART_BYTES = 8 * 1024 * 1024;
const PARTS_IN_FLIGHT = 2;
const MISSING_NAMES = new Set(['NoSuchKey', 'NotFound']);
const FULL_NAMES = new Set([
  'XMinioStorageFull',
  'QuotaExceeded',
  'InsufficientStorage',
  'InsufficientCapacity',
]);

export interface S3StorageOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** The folder of the bucket that holds everything, such as `studios/one`; the whole bucket by default. */
  readonly prefix?: string | undefined;
  /** How many entries a page of a listing has at most; as many as the service gives by default */
  readonly pageSize?: number | undefined;
  /** Where temporary local copies go. */
  readonly tempDir: string;
}

/** Copies side by side while a folder is moved. */
const MOVES_IN_FLIGHT = 8;

export class S3Storage implements MaintainedStorage {
  /** What stands before every key of ours in the bucket: empty, or ending with a slash. */
  private readonly root: string;

  constructor(private readonly options: S3StorageOptions) {
    this.root = options.prefix ? `${keyParts(options.prefix).join('/')}/` : '';
  }

  get place(): string {
    const { bucket, prefix } = this.options;
    return `the bucket ${bucket}${prefix ? ` with the prefix ${prefix}` : ''}`;
  }

  async put(key: string, body: Readable | Uint8Array): Promise<StoredObject> {
    const target = this.at(key);
    if (!(body instanceof Readable)) {
      await this.options.client
        .send(new PutObjectCommand({ ...target, Body: body }))
        .catch((error: unknown) => {
          throw named(error, key);
        });
      return { bytes: body.byteLength };
    }
    let bytes = 0;
    const counter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    const upload = new Upload({
      client: this.options.client,
      params: { ...target, Body: counter },
      partSize: PART_BYTES,
      queueSize: PARTS_IN_FLIGHT,
      leavePartsOnError: false,
    });
    const sent = upload.done().catch((error: unknown) => {
      counter.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    });
    // Both ends are waited for, so that an aborted upload has taken its parts away before the caller hears of it.
    const outcomes = await Promise.allSettled([pipeline(body, counter), sent]);
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure) throw named(failure.reason, key);
    return { bytes };
  }

  async putFile(key: string, from: string): Promise<StoredObject> {
    const stored = await this.put(key, createReadStream(from));
    await rm(from, { force: true });
    return stored;
  }

  async get(key: string, range?: { start: number; end: number }): Promise<Readable> {
    const found = await this.stat(key);
    if (!found) throw new ObjectNotFoundError(key);
    const clipped = range && clipRange(range, found.bytes);
    const bytes = clipped && `bytes=${clipped.start}-${clipped.end}`;
    const request = new GetObjectCommand({ ...this.at(key), Range: bytes });
    const { Body } = await this.options.client.send(request).catch((error: unknown) => {
      throw named(error, key);
    });
    if (!(Body instanceof Readable)) throw new Error(`The storage sent no body for ${key}.`);
    return Body;
  }

  async stat(key: string): Promise<StoredObject | null> {
    const head = new HeadObjectCommand(this.at(key));
    try {
      const { ContentLength } = await this.options.client.send(head);
      return { bytes: ContentLength ?? 0 };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async withLocalFile<T>(key: string, use: (file: string) => Promise<T>): Promise<T> {
    const body = await this.get(key);
    await mkdir(this.options.tempDir, { recursive: true });
    const file = path.join(this.options.tempDir, `object-${process.pid}-${randomBytes(8).toString('hex')}`);
    try {
      await pipeline(body, createWriteStream(file));
      return await use(file);
    } finally {
      await rm(file, { force: true });
    }
  }

  async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { objects } of this.browse(prefix, { deep: true })) {
      for (const { key } of objects) keys.push(key);
    }
    return keys.sort();
  }

  async delete(key: string): Promise<void> {
    await this.options.client.send(new DeleteObjectCommand(this.at(key)));
  }

  async deletePrefix(prefix: string): Promise<void> {
    keyParts(prefix);
    for await (const { objects } of this.browse(prefix, { deep: true })) {
      await this.deleteKeys(objects.map(({ key }) => key));
    }
  }

  async *browse(folder: string, { deep }: { readonly deep: boolean }): AsyncGenerator<ListedPage> {
    // The slash keeps a folder apart from others whose names begin alike.
    yield* browseBucket(this.folder, folder === '' ? '' : `${keyParts(folder).join('/')}/`, deep);
  }

  async modifiedAt(key: string): Promise<Date | null> {
    try {
      const { LastModified } = await this.options.client.send(new HeadObjectCommand(this.at(key)));
      return LastModified ?? null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async moveObject(from: string, to: string): Promise<void> {
    keyParts(from);
    keyParts(to);
    await moveBucketObject(this.folder, from, to).catch((error: unknown) => {
      throw named(error, from);
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
    return abortStaleUploads(this.folder, before);
  }

  private get folder(): BucketFolder {
    const { client, bucket, pageSize = LARGEST_PAGE } = this.options;
    return { client, bucket, root: this.root, pageSize };
  }

  private async deleteKeys(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const Objects = keys.map((key) => ({ Key: this.at(key).Key }));
    const request = { Bucket: this.options.bucket, Delete: { Objects, Quiet: true } };
    const { Errors = [] } = await this.options.client.send(new DeleteObjectsCommand(request));
    if (Errors.length > 0) throw new Error(`${Errors[0]?.Key} could not be deleted: ${Errors[0]?.Message}`);
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.options.bucket, Key: `${this.root}${keyParts(key).join('/')}` };
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException &&
  (MISSING_NAMES.has(error.name) || error.$metadata.httpStatusCode === 404);

/** The storage's own error for what the service refused. */
function named(error: unknown, key: string): unknown {
  if (isMissing(error)) return new ObjectNotFoundError(key);
  const isBucketFull = error instanceof S3ServiceException && FULL_NAMES.has(error.name);
  return isBucketFull || isFull(error) ? new StorageFullError() : error;
}
