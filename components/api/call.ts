// Calls an operation of the API: its address, its body and its answer as the operation says.
import type { AnswerOf, Operation, ParamsOf, SentBodyOf, SentQueryOf } from '@/contract/http/operation';
import { type CallOptions, parseAnswer, sendRequest } from './client';

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;

type Filled<Key extends string, Value> = Value extends undefined
  ? { readonly [K in Key]?: undefined }
  : { readonly [K in Key]: Value };

type Input<Op extends Operation> = ParamsOf<Op['path']> &
  Filled<'body', SentBodyOf<Op>> & { readonly query?: SentQueryOf<Op>; readonly signal?: AbortSignal };

/** The address of an operation below /api/v1. */
export function addressOf({ path, query }: Operation, input: Readonly<Record<string, unknown>>): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
  if (!query || !input.query) return filled;
  const given = Object.entries(input.query).filter(([, value]) => value !== undefined);
  return `${filled}?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}

/**
 * Calls an operation and checks its answer; resolves with nothing where the operation has nothing to tell.
 * @param input the variable parts of the path by name, and `body`, `query` and `signal`
 * @throws ApiError with a sentence for the person
 */
export async function call<const Op extends Operation>(
  operation: Op,
  input: Input<Op>,
): Promise<AnswerOf<Op>> {
  const { body, signal } = input as Pick<CallOptions, 'body' | 'signal'>;
  const method = METHODS[operation.method];
  const text = await sendRequest(addressOf(operation, { ...input }), { method, body, signal });
  return (
    'schema' in operation.answer ? parseAnswer(text, operation.answer.schema) : undefined
  ) as AnswerOf<Op>;
}
