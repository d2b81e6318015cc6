// Sends an object from storage, whole or the range that was asked for.
import { Readable } from 'node:stream';
import { NotFoundError } from '@/server/errors';
import { ObjectNotFoundError, type Storage } from '@/server/shared/storage/storage';
import { parseRange } from './byte-range';

/** A Node stream as the body of a response; it is destroyed when the receiver goes away. */
export const webBody = (stream: Readable): ReadableStream<Uint8Array> =>
  // The web stream of Node and that of the platform differ in their types alone.
  Readable.toWeb(stream) as ReadableStream<Uint8Array>;

/** Content that our own pages may load and nobody else may embed. */
const OWN_CONTENT = {
  'accept-ranges': 'bytes',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/**
 * Streams a stored object.
 * @param what names it in the refusal, such as "segment"
 * @throws NotFoundError when nothing is stored under the key
 */
export async function sendStored(
  storage: Storage,
  key: string,
  request: Request,
  headers: Readonly<Record<string, string>>,
  what: string,
): Promise<Response> {
  const stored = await storage.stat(key);
  if (!stored) throw new NotFoundError(what);
  const range = parseRange(request.headers.get('range'), stored.bytes);
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${stored.bytes}` } });
  }
  const { start, end } = range ?? { start: 0, end: stored.bytes - 1 };
  const partial: Record<string, string> = range
    ? { 'content-range': `bytes ${start}-${end}/${stored.bytes}` }
    : {};
  const all = { ...OWN_CONTENT, ...headers, ...partial, 'content-length': String(end - start + 1) };
  const status = range ? 206 : 200;
  if (request.method === 'HEAD') return new Response(null, { status, headers: all });
  try {
    const stream = await storage.get(key, range ?? undefined);
    return new Response(webBody(stream), { status, headers: all });
  } catch (error) {
    if (error instanceof ObjectNotFoundError) throw new NotFoundError(what);
    throw error;
  }
}
