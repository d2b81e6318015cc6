// What a bucket answers to a request for an object, as storage describes it.
import { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { watchBody } from './s3-client';
import type { OpenedObject } from './storage';

/** @throws Error when the answer has no body */
export function openedOf(answer: GetObjectCommandOutput, key: string): OpenedObject {
  const { Body: body, ContentLength: length = 0, ContentRange, ETag: etag = '""' } = answer;
  if (!(body instanceof Readable)) throw new Error(`The storage sent no body for ${key}.`);
  watchBody(body);
  const part = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(ContentRange ?? '');
  if (!part) return { bytes: length, etag, range: null, body };
  const [start, end, bytes] = part.slice(1).map(Number) as [number, number, number];
  return { bytes, etag, range: { start, end }, body };
}
