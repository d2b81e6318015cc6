// Reads JSON bodies and writes answers that are checked against their schema.
import type { z } from 'zod';
import { ValidationError } from '@/server/errors';
import { assertStorable } from './clean-text';
import { isJson } from './whole-body';

interface ReadOptions {
  /** Whether the schema itself removes characters that cannot be stored; otherwise they are refused. */
  readonly cleansText?: boolean;
}

/**
 * Reads and checks a JSON body. Its size is checked before the request comes here.
 * @throws ValidationError when it is no JSON or contains invalid text, z.ZodError when it does not fit the
 * schema
 */
export async function readJson<T extends z.ZodType>(
  request: Request,
  schema: T,
  { cleansText = false }: ReadOptions = {},
): Promise<z.infer<T>> {
  if (!isJson(request.headers.get('content-type')))
    throw new ValidationError('Send the request as application/json.');
  const text = await request.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ValidationError('The request is not valid JSON.');
  }
  if (!cleansText) assertStorable(value);
  return schema.parse(value, { reportInput: true });
}

/** A response in the shape that the API promises: a value that does not fit is a defect and becomes a 500. */
export function reply<T extends z.ZodType>(schema: T, value: z.input<T>, status = 200): Response {
  const fitting = schema.safeParse(value);
  if (!fitting.success) throw new Error('An answer does not fit its schema.', { cause: fitting.error });
  return Response.json(fitting.data, { status, headers: { 'cache-control': 'no-store' } });
}

/** A response without content for a completed action. */
export const noContent = (): Response =>
  new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
