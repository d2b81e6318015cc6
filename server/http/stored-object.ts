// Sends an object from storage, whole or the requested range, or redirects to the address of the object.
import type { Readable } from 'node:stream';
import { namesEtag } from '@/platform/storage/key-path';
import {
  ObjectNotFoundError,
  RangeNotSatisfiableError,
  type ReadRequest,
  type Storage,
} from '@/platform/storage/storage';
import { NotFoundError, RequestError } from '@/server/errors';
import { type ByteRange, clipRequestedRange, parseRange, readRangeHeader } from './byte-range';

/**
 * A Node stream as the body of a response: destroyed when the receiver goes away, and failing where the stream does.
 * Not by `Readable.toWeb`, which throws where nobody can catch it when a receiver leaves as the stream ends.
 */
export function webBody(stream: Readable): ReadableStream<Uint8Array> {
  // A stream that is aborted after its reader left has no other listener for the error, and Node would end
  // the process.
  stream.on('error', () => undefined);
  const chunks = stream[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array);
    },
    cancel() {
      stream.destroy();
    },
  });
}

/** Content that our own pages may load and nobody else may embed. */
const SAME_ORIGIN_CONTENT = {
  'accept-ranges': 'bytes',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** Query by which a browser that cannot reach the storage has the studio send the object. */
const VIA_STUDIO = 'studio';
/** How long a browser may go to the same address again without asking, in seconds: well within the address's life. */
const REDIRECT_S = 60;

export interface SendOptions {
  /** Names the object in the refusal, such as "segment" */
  readonly what: string;
  /** Absent where the object must come through the studio, because it changes or because its end is waited for */
  readonly direct?: {
    /**
     * The caching headers of storage responses; having the address grants access to the object, so they may
     * be shared
     */
    readonly cacheControl: string;
    /** Looks first whether the object is there: a person would read the storage's refusal, a player need not */
    readonly isChecked?: boolean;
  };
}

/** What every answer says of the content. */
type Headers = Readonly<Record<string, string>> & { readonly 'content-type': string };

const notModified = (headers: Headers, etag: string): Response =>
  new Response(null, { status: 304, headers: { ...headers, etag } });

/** Where the browser can fetch the object itself; null where it cannot. */
async function addressOf(
  storage: Storage,
  key: string,
  request: Request,
  headers: Headers,
  { what, direct }: SendOptions,
): Promise<string | null> {
  // An address is signed for GET alone.
  if (!direct || request.method !== 'GET') return null;
  if (new URL(request.url).searchParams.get('via') === VIA_STUDIO) return null;
  const address = await storage.address(key, {
    contentType: headers['content-type'],
    contentDisposition: headers['content-disposition'],
    cacheControl: direct.cacheControl,
  });
  if (address !== null && direct.isChecked && !(await storage.stat(key))) throw new NotFoundError(what);
  return address;
}

/** The part that the request asks for, in the form in which storages take it. */
async function rangeOf(storage: Storage, key: string, header: string | null): Promise<ReadRequest['range']> {
  const asked = readRangeHeader(header);
  if (!asked || !('last' in asked)) return asked ?? undefined;
  // Few servers other than Amazon's count from the end, and players never do.
  const size = (await storage.stat(key))?.bytes ?? 0;
  const range = clipRequestedRange(asked, size);
  if (range === 'unsatisfiable') throw new RangeNotSatisfiableError(size);
  return range;
}

const partHeaders = (range: ByteRange | null, bytes: number): Record<string, string> =>
  range
    ? {
        'content-range': `bytes ${range.start}-${range.end}/${bytes}`,
        'content-length': String(range.end - range.start + 1),
      }
    : { 'content-length': String(bytes) };

/** The answer to HEAD. */
async function describe(
  storage: Storage,
  key: string,
  request: Request,
  headers: Headers,
): Promise<Response> {
  const found = await storage.inspect(key);
  if (!found) throw new ObjectNotFoundError(key);
  const unless = request.headers.get('if-none-match');
  if (unless !== null && namesEtag(unless, found.etag)) return notModified(headers, found.etag);
  const range = parseRange(request.headers.get('range'), found.bytes);
  if (range === 'unsatisfiable') throw new RangeNotSatisfiableError(found.bytes);
  const all = { ...headers, etag: found.etag, ...partHeaders(range, found.bytes) };
  return new Response(null, { status: range ? 206 : 200, headers: all });
}

async function send(storage: Storage, key: string, request: Request, headers: Headers): Promise<Response> {
  const opened = await storage.open(key, {
    range: await rangeOf(storage, key, request.headers.get('range')),
    rangeOf: request.headers.get('if-range') ?? undefined,
    unless: request.headers.get('if-none-match') ?? undefined,
    signal: request.signal,
  });
  if (!opened.body) return notModified(headers, opened.etag);
  const all = { ...headers, etag: opened.etag, ...partHeaders(opened.range, opened.bytes) };
  return new Response(webBody(opened.body), { status: opened.range ? 206 : 200, headers: all });
}

const rangeOutside = (bytes: number): RequestError =>
  new RequestError(
    416,
    'range-outside',
    `This file has ${bytes} bytes; the range that was asked for lies outside.`,
    {
      'content-range': `bytes */${bytes}`,
    },
  );

/**
 * Sends a stored object, or sends the browser to where the storage gives it.
 * @throws NotFoundError when nothing is stored under the key, RequestError 416 for a range outside the object
 */
export async function sendStored(
  storage: Storage,
  key: string,
  request: Request,
  headers: Headers,
  options: SendOptions,
): Promise<Response> {
  const location = await addressOf(storage, key, request, headers, options);
  if (location !== null) {
    const cacheControl = `private, max-age=${REDIRECT_S}`;
    return new Response(null, { status: 302, headers: { location, 'cache-control': cacheControl } });
  }
  const all = { ...SAME_ORIGIN_CONTENT, ...headers };
  try {
    return await (request.method === 'HEAD' ? describe : send)(storage, key, request, all);
  } catch (error) {
    if (error instanceof ObjectNotFoundError) throw new NotFoundError(options.what);
    if (!(error instanceof RangeNotSatisfiableError)) throw error;
    throw rangeOutside(error.bytes);
  }
}
