// Request bodies: small ones are read whole before they are handled, others may be aborted in the middle.
import { IncomingMessage, type ServerResponse } from 'node:http';
import { RequestError } from '@/server/errors';

export interface WholeBodyLimits {
  readonly maxBytes: number;
  readonly withinMs: number;
}

/** Of requests with JSON: what people write, and settings, are far smaller. */
const JSON_LIMITS: WholeBodyLimits = { maxBytes: 64 * 1024, withinMs: 30_000 };

const tooLarge = () => new RequestError(413, 'too-large', 'The request is too large.');
/** A client that is too slow loses its connection. */
const tooSlow = () =>
  new RequestError(408, 'too-slow', 'The request took too long to arrive.', { connection: 'close' });

/**
 * The whole body of a request.
 * @throws RequestError 413 or 408 beyond the limits, the connection's error when it breaks
 */
export function readWhole(
  request: IncomingMessage,
  { maxBytes, withinMs }: WholeBodyLimits,
): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (act: () => void) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
      act();
    };
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes > maxBytes) refuse(tooLarge());
    };
    const refuse = (error: RequestError) => settle(() => reject(error));
    const onEnd = () => settle(() => resolve(Buffer.concat(chunks)));
    const onBroken = (error?: Error) =>
      settle(() => reject(error ?? new Error('The request was broken off.')));
    const timer = setTimeout(() => refuse(tooSlow()), withinMs);
    request.on('data', onData).once('end', onEnd).once('error', onBroken).once('close', onBroken);
  });
}

/** The same request as far as its headers go. */
function copyOf(request: IncomingMessage): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const copy = new IncomingMessage(request.socket);
  return Object.assign(copy, {
    method,
    url,
    headers,
    rawHeaders,
    httpVersion,
    httpVersionMajor,
    httpVersionMinor,
  });
}

/** The same request with a body that has been read already. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const whole = copyOf(request);
  whole.push(body);
  whole.push(null);
  whole.complete = true;
  return whole;
}

/**
 * The same request for a handler that may give up in the middle of its body. Node never reads on behind a request that
 * was destroyed, and its connection would be dead; of this one the rest is taken in, so that the sender sees the answer
 * and the next request of the connection is read.
 */
export function withOwnBody(request: IncomingMessage, response: ServerResponse): IncomingMessage {
  const own = copyOf(request);
  own._read = () => request.resume();
  own._destroy = (error, done) => {
    request.off('data', onData).off('end', onEnd).off('close', onClose).resume();
    done(error);
  };
  const onData = (chunk: Buffer) => {
    if (!own.push(chunk)) request.pause();
  };
  const onEnd = () => {
    request.off('close', onClose);
    own.complete = true;
    own.push(null);
  };
  const onClose = () => own.destroy(new Error('The request was broken off.'));
  response.once('finish', () => own.destroy());
  // The reader has received the error, or has left.
  own.on('error', () => undefined);
  request.on('data', onData).once('end', onEnd).once('close', onClose).pause();
  return own;
}

/** Whether a request announces a body. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Whether a body says it is JSON. Browsers cannot send that to another site without asking it first. */
export const isJson = (contentType: string | null | undefined): boolean =>
  /^application\/json\b/i.test(contentType ?? '');

/**
 * The request with its body read where that is JSON, and with a body of its own where it is anything else.
 * @throws RequestError 413 or 408 beyond the limits, the connection's error when it breaks
 */
export async function withSafeBody(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<IncomingMessage> {
  if (!isJson(request.headers['content-type']))
    return hasBody(request) ? withOwnBody(request, response) : request;
  return withBody(request, await readWhole(request, JSON_LIMITS));
}
