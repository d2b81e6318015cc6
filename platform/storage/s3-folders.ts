// Folders of a bucket: listed page by page, objects moved by copying, uploads that were never finished ended.
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { log } from '@/platform/log';
import { CONTENT_FOLDERS } from './keys';
import type { ListedObject, ListedPage } from './storage';

export interface BucketFolder {
  readonly client: S3Client;
  readonly bucket: string;
  /** What stands before every key of ours: empty, or ending with a slash. */
  readonly root: string;
  /** How many entries a page of a listing has at most */
  readonly pageSize: number;
}

/** What servers answer that do not know a request. */
const UNKNOWN_REQUEST = new Set(['NotImplemented', 'MethodNotAllowed']);

/**
 * Lists what is below `prefix`, which is empty or ends with a slash; see `StorageMaintenance.browse`. A page is what
 * one request answers: at most a thousand keys, as many as one request may delete.
 */
export async function* browseBucket(
  { client, bucket, root, pageSize }: BucketFolder,
  prefix: string,
  deep: boolean,
): AsyncGenerator<ListedPage> {
  const request = { Bucket: bucket, Prefix: `${root}${prefix}`, ...(deep ? {} : { Delimiter: '/' }) };
  for await (const { Contents = [], CommonPrefixes = [] } of paginateListObjectsV2(
    { client, pageSize },
    request,
  )) {
    const objects = Contents.flatMap(({ Key, Size = 0, LastModified }): ListedObject[] =>
      // A key that ends with a slash is the mark that some tools leave for an empty folder.
      Key && LastModified && !Key.endsWith('/')
        ? [{ key: Key.slice(root.length), bytes: Size, modifiedAt: LastModified }]
        : [],
    );
    const folders = CommonPrefixes.flatMap(({ Prefix }) => (Prefix ? [Prefix.slice(root.length, -1)] : []));
    if (objects.length + folders.length > 0) yield { objects, folders };
  }
}

/** Copies an object within the bucket, then removes the original. */
export async function moveBucketObject(
  { client, bucket, root }: BucketFolder,
  from: string,
  to: string,
): Promise<void> {
  // Keys are of letters, digits and `._-/`, so that nothing needs an escape.
  const CopySource = `${bucket}/${root}${from}`;
  await client.send(new CopyObjectCommand({ Bucket: bucket, Key: `${root}${to}`, CopySource }));
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: `${root}${from}` }));
}

async function abortIn(
  { client, bucket, root }: BucketFolder,
  folder: string,
  before: Date,
): Promise<number> {
  let gone = 0;
  let marker: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
  for (;;) {
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: `${root}${folder}/`, ...marker }),
    );
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (!Key || !UploadId || !Initiated || Initiated >= before) continue;
      await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
      gone += 1;
    }
    if (!page.IsTruncated) return gone;
    marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
}

/**
 * Aborts multipart uploads that began before `before`, in our own folders only: the bucket may contain other
 * things.
 */
export async function abortStaleUploads(bucketFolder: BucketFolder, before: Date): Promise<number> {
  let gone = 0;
  try {
    for (const folder of CONTENT_FOLDERS) gone += await abortIn(bucketFolder, folder, before);
  } catch (error) {
    const isUnknown =
      error instanceof S3ServiceException &&
      (UNKNOWN_REQUEST.has(error.name) || [405, 501].includes(error.$metadata.httpStatusCode ?? 0));
    if (!isUnknown) throw error;
    log.debug({ err: error }, 'This storage cannot list uploads that were never finished.');
  }
  return gone;
}
