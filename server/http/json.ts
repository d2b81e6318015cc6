// Reads JSON bodies within a size limit and writes answers that are checked against their schema.
import type { z } from 'zod';
import { RequestError, ValidationError } from '@/server/errors';
import { assertStorable } from './clean-text';

const MAX_BODY_BYTES = 64 * 1024;

async function readLimited(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new RequestError(413, 'too-large', 'The request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Whether the body says it is JSON. Browsers cannot send that to another site without asking it first. */
const isJson = (request: Request): boolean =>
  /^application\/json\b/i.test(request.headers.get('content-type') ?? '');

interface ReadOptions {
  /** Whether the schema itself removes characters that cannot be stored; otherwise they are refused. */
  readonly cleansText?: boolean;
}

/**
 * Reads and checks a JSON body of at most 64 KiB.
 * @throws ValidationError when it is no JSON or holds what is no text, z.ZodError when it does not fit the schema
 */
export async function readJson<T extends z.ZodType>(
  request: Request,
  schema: T,
  { cleansText = false }: ReadOptions = {},
): Promise<z.infer<T>> {
  if (!isJson(request)) throw new ValidationError('Send the request as application/json.');
  const text = await readLimited(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ValidationError('The request is not valid JSON.');
  }
  if (!cleansText) assertStorable(value);
  return schema.parse(value);
}

/** An answer in the shape that the API promises: a value that does not fit is our fault and becomes a 500. */
export function reply<T extends z.ZodType>(schema: T, value: z.input<T>, status = 200): Response {
  const fitting = schema.safeParse(value);
  if (!fitting.success) throw new Error('An answer does not fit its schema.', { cause: fitting.error });
  return Response.json(fitting.data, { status, headers: { 'cache-control': 'no-store' } });
}

/** An answer that says all is done and has nothing to tell. */
export const noContent = (): Response =>
  new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
