// Reads a small request whole before anybody works on it, and gives it to its handler as if it had just come.
import { IncomingMessage } from 'node:http';
import { RequestError } from '@/server/errors';

export interface WholeBodyLimits {
  readonly maxBytes: number;
  readonly withinMs: number;
}

/** Of requests with JSON: what people write, and settings, are far smaller. */
const JSON_LIMITS: WholeBodyLimits = { maxBytes: 64 * 1024, withinMs: 30_000 };

const tooLarge = () => new RequestError(413, 'too-large', 'The request is too large.');
/** Whoever is too slow does not keep the connection. */
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

/** The same request with a body that has been read already. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const whole = new IncomingMessage(request.socket);
  Object.assign(whole, { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor });
  whole.push(body);
  whole.push(null);
  whole.complete = true;
  return whole;
}

/** Whether a body says it is JSON. Browsers cannot send that to another site without asking it first. */
export const isJson = (contentType: string | null | undefined): boolean =>
  /^application\/json\b/i.test(contentType ?? '');

/**
 * The request with its body read where that is JSON: a handler that stopped reading in the middle would end the
 * connection before the sender has its answer. Every other request as it is.
 * @throws RequestError 413 or 408 beyond the limits, the connection's error when it breaks
 */
export async function withJsonRead(request: IncomingMessage): Promise<IncomingMessage> {
  if (!isJson(request.headers['content-type'])) return request;
  return withBody(request, await readWhole(request, JSON_LIMITS));
}
