// Where audio lives: one interface over a local folder or an S3 bucket.

import type { Readable } from 'node:stream';
import { errorCode } from '@/platform/database/error-code';
import { matchCopies } from '@/platform/error-copies';

export interface StoredObject {
  readonly bytes: number;
}

/** A stored object with what a cache recognises it by. */
export interface ObjectInfo extends StoredObject {
  /** A strong entity tag, quotes included: another content has another one. */
  readonly etag: string;
}

/** What to read of an object: everything, a part, or nothing when the reader has it already. */
export interface ReadRequest {
  /** Inclusive; open-ended without `end`. What lies past the end of the object is left out. */
  readonly range?: { readonly start: number; readonly end?: number } | undefined;
  /** The entity tag under which the reader has the beginning: `range` applies only while it is still this one. */
  readonly rangeOf?: string | undefined;
  /** The value of an If-None-Match header: the body is left out when one of its entity tags still matches. */
  readonly unless?: string | undefined;
  /** Gives up waiting, and ends the body, when nobody wants it any more. */
  readonly signal?: AbortSignal | undefined;
}

export interface OpenedObject extends ObjectInfo {
  /** The range that the body contains; null for the whole object. */
  readonly range: { readonly start: number; readonly end: number } | null;
  readonly body: Readable;
}

/** What `ReadRequest.unless` named is what is stored. */
export interface UnchangedObject {
  readonly etag: string;
  readonly body: null;
}

/** What the answer at an address of `Storage.address` says about itself. */
export interface AddressHeaders {
  readonly contentType: string;
  readonly contentDisposition?: string | undefined;
  readonly cacheControl: string;
}

/**
 * Keys are relative POSIX paths of `[a-zA-Z0-9._-]` parts. A put is atomic: readers see the whole object or none.
 * A full disk surfaces as `StorageFullError`, a missing key as `ObjectNotFoundError`, storage that does not answer as
 * `UnavailableError`.
 */
export interface Storage {
  /** Stores what the stream carries under `key`, replacing what was there; leaves nothing behind on failure. */
  put(key: string, body: Readable | Uint8Array): Promise<StoredObject>;
  /** Moves a local file into storage; the file is gone from `path` afterwards. */
  putFile(key: string, path: string): Promise<StoredObject>;
  /** Reads an object, or the inclusive byte range of it. */
  get(key: string, range?: { start: number; end: number }): Promise<Readable>;
  /**
   * Reads an object as HTTP asks for it, in one request to the storage.
   * @throws ObjectNotFoundError; RangeNotSatisfiableError when the range begins past the end
   */
  open(key: string, request?: ReadRequest): Promise<OpenedObject | UnchangedObject>;
  /** Size and entity tag of the object, or null when there is none. */
  inspect(key: string): Promise<ObjectInfo | null>;
  /**
   * An address at which browsers fetch the object from the storage itself, the same text for about an hour and good
   * for at least as long; null where they are to fetch it through the studio. Does not look whether it exists.
   */
  address(key: string, headers: AddressHeaders): Promise<string | null>;
  /** Size of the object, or null when there is none. */
  stat(key: string): Promise<StoredObject | null>;
  /** A local path to read the object from: the file itself on disk storage, a temporary copy on S3. */
  withLocalFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T>;
  list(prefix: string): Promise<string[]>;
  delete(key: string): Promise<void>;
  deletePrefix(prefix: string): Promise<void>;
}

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  /** By the storage's own clock. */
  readonly modifiedAt: Date;
}

/** As many keys as S3 lists, and deletes, in one request. */
export const LARGEST_PAGE = 1000;

export interface ListedPage {
  readonly objects: readonly ListedObject[];
  /** The keys of the folders; empty where everything below was asked for. */
  readonly folders: readonly string[];
}

/**
 * What the maintenance of a storage needs beyond reading and writing. Nothing here ever has all keys in
 * memory at once, and nothing reaches outside the storage's own folder or prefix.
 */
export interface StorageMaintenance {
  /** Where it is, for people: a path, or the bucket and the prefix in it. */
  readonly place: string;
  /**
   * Lists a folder ('' is the whole storage) in pages of at most a thousand entries, in no particular order. What
   * comes or goes meanwhile may be in it or not.
   * @param deep true for every object below, false for the objects and folders directly in it
   */
  browse(folder: string, options: { readonly deep: boolean }): AsyncIterable<ListedPage>;
  /** When the object was stored or moved, by the storage's own clock; null when there is none. */
  modifiedAt(key: string): Promise<Date | null>;
  /** Moves an object; it counts as modified now. Interrupted, it is in one place or in both, never in neither. */
  moveObject(from: string, to: string): Promise<void>;
  /** Moves everything below a folder, each object as `moveObject` does. */
  moveFolder(from: string, to: string): Promise<void>;
  /** Removes what was begun before `before` (by the storage's clock) and never became an object. Returns how many. */
  removeUnfinished(before: Date): Promise<number>;
}

export type MaintainedStorage = Storage & StorageMaintenance;

export class ObjectNotFoundError extends Error {
  static {
    matchCopies(ObjectNotFoundError, 'ObjectNotFoundError');
  }

  constructor(readonly key: string) {
    super(`Nothing is stored under ${key}.`);
  }
}

/** A range that begins past the end of its object. */
export class RangeNotSatisfiableError extends RangeError {
  static {
    matchCopies(RangeNotSatisfiableError, 'RangeNotSatisfiableError');
  }

  /** @param bytes the size of the object */
  constructor(readonly bytes: number) {
    super(`The range does not exist in an object of ${bytes} bytes.`);
  }
}

export class StorageFullError extends Error {
  static {
    matchCopies(StorageFullError, 'StorageFullError');
  }

  constructor() {
    super('The storage is full; nothing was saved.');
  }
}

/** The disk itself, or what its user may take of it. */
const FULL_CODES = new Set(['ENOSPC', 'EDQUOT']);

/** Whether something failed because there is no room left to write to. */
export function isFull(error: unknown): boolean {
  return error instanceof StorageFullError || FULL_CODES.has(errorCode(error) ?? '');
}
