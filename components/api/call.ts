// The one way the interface talks to /api/v1: calls an operation and checks its answer, or throws an ApiError.
import type { z } from 'zod';
import { type AddressOf, addressOf } from '@/contract/http/address';
import type { AnswerOf, Operation, SentBodyOf } from '@/contract/http/operation';
import { ApiError, OFFLINE_MESSAGE, problemFrom } from './problem';

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;

type Filled<Key extends string, Value> = Value extends undefined
  ? { readonly [K in Key]?: undefined }
  : { readonly [K in Key]: Value };

export type Input<Op extends Operation> = AddressOf<Op> &
  Filled<'body', SentBodyOf<Op>> & { readonly signal?: AbortSignal };

interface Sending {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

async function send(address: string, method: string, { body, signal }: Sending): Promise<Response> {
  const init: RequestInit = { method, headers: { accept: 'application/json' } };
  if (signal) init.signal = signal;
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { accept: 'application/json', 'content-type': 'application/json' };
  }
  try {
    return await fetch(address, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, OFFLINE_MESSAGE);
  }
}

function parseAnswer(text: string, schema: z.ZodType): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ApiError(502, 'The studio sent an answer that is not readable. Reload the page.');
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    throw new ApiError(502, 'The studio sent an answer this page does not understand. Reload the page.');
  }
  return parsed.data;
}

/**
 * Reads a response by its status and its text; undefined where the operation has no response body.
 * @throws ApiError for an error response, and for a response that does not match the operation
 */
export function readAnswer<Op extends Operation>(
  { answer }: Op,
  { status, text }: { readonly status: number; readonly text: string },
): AnswerOf<Op> {
  if (status < 200 || status >= 300) throw problemFrom(status, text);
  return ('schema' in answer ? parseAnswer(text, answer.schema) : undefined) as AnswerOf<Op>;
}

/**
 * Calls an operation and validates its response; resolves with undefined where the operation has no response
 * body.
 * @param input the path parameters by name, and `body`, `query` and `signal`
 * @throws ApiError with a message for the user
 */
export async function call<const Op extends Operation>(
  operation: Op,
  input: Input<Op>,
): Promise<AnswerOf<Op>> {
  const response = await send(addressOf(operation, input), METHODS[operation.method], input as Sending);
  return readAnswer(operation, { status: response.status, text: await response.text() });
}
