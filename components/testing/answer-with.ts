// Answers the API calls of a component in place of a server, in the shape that the contract demands.
import { onTestFinished, vi } from 'vitest';
import type { AnswerOf, Operation } from '@/contract/http/operation';
import type { Problem } from '@/contract/http/problem';

export interface SentCall {
  readonly address: string;
  readonly method: string;
  /** The JSON body; undefined for a call without one. */
  readonly body: unknown;
}

function answerEach(response: () => Response): readonly SentCall[] {
  const calls: SentCall[] = [];
  const real = globalThis.fetch;
  const fetching = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init = {}) => {
    if (typeof input !== 'string' || !input.startsWith('/api/v1/')) return real(input, init);
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    calls.push({ address: input, method: init.method ?? 'GET', body });
    return response();
  });
  onTestFinished(() => fetching.mockRestore());
  return calls;
}

/** Answers every call of this test with what `operation` may answer; returns the calls as they are made. */
export function answerWith<Op extends Operation>({ answer }: Op, value: AnswerOf<Op>): readonly SentCall[] {
  const json = 'schema' in answer ? JSON.stringify(answer.schema.parse(value)) : null;
  return answerEach(() => new Response(json, { status: answer.status }));
}

/** Refuses every call of this test. */
export function refuseWith(status: number, detail: string): readonly SentCall[] {
  const problem: Problem = { type: 'about:blank', title: 'Refused', status, detail };
  return answerEach(() => new Response(JSON.stringify(problem), { status }));
}
