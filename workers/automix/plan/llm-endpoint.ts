// The client of a language model: any server with OpenAI's API, bounded in time and size.
import OpenAI, { APIConnectionError, APIError } from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { Env } from '@/platform/env';
import { LLM_DRAFT_JSON_SCHEMA } from './llm-draft';

export interface LlmEndpoint {
  readonly apiKey: string;
  /** Without one, OpenAI's own. */
  readonly baseUrl?: string;
  readonly model: string;
}

/** An answer of 200 transitions with all their curves stays below. */
const MAX_ANSWER_BYTES = 1_000_000;
/** Statuses with which servers reject an unknown parameter. */
const REFUSES_FORMAT = new Set([400, 404, 415, 422, 501]);

/** Why there is no answer, as the end of a sentence. */
export class LlmFailure extends Error {}

/** The endpoint that the environment names; null when it names none. */
export function llmEndpointOf(env: Env): LlmEndpoint | null {
  const { AUTOMIX_OPENAI_API_KEY: apiKey, AUTOMIX_OPENAI_BASE_URL: baseUrl } = env;
  if (apiKey === undefined && baseUrl === undefined) return null;
  // A self-hosted server may need no key, but the client requires one.
  return { apiKey: apiKey ?? 'none', model: env.AUTOMIX_OPENAI_MODEL, ...(baseUrl ? { baseUrl } : {}) };
}

/** Lets as many bytes through as an answer may have. */
function boundedBody(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let bytes = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > MAX_ANSWER_BYTES) controller.error(new LlmFailure('its answer was too long'));
        else controller.enqueue(chunk);
      },
    }),
  );
}

const boundedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'error' });
  const { status, statusText, headers } = response;
  return new Response(response.body && boundedBody(response.body), { status, statusText, headers });
};

type ResponseFormat = OpenAI.Chat.Completions.ChatCompletionCreateParams['response_format'];

/** From the strictest to none; servers that do not know one get the next. */
const FORMATS: readonly ResponseFormat[] = [
  { type: 'json_schema', json_schema: { name: 'set_plan', schema: LLM_DRAFT_JSON_SCHEMA } },
  { type: 'json_object' },
  undefined,
];

/** The root cause of an error, where the limit of the answer's size left its message. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return root;
}

/** What went wrong, without any text of the server. */
function failureOf(error: unknown, signal: AbortSignal): LlmFailure {
  const root = rootOf(error);
  if (root instanceof LlmFailure) return root;
  if (signal.aborted) return new LlmFailure('it did not answer in time');
  if (error instanceof APIConnectionError) return new LlmFailure('the connection to it failed');
  if (error instanceof APIError && (error.status === 401 || error.status === 403)) {
    return new LlmFailure('its server refused the key');
  }
  if (error instanceof APIError && error.status) {
    return new LlmFailure(`its server answered with error ${error.status}`);
  }
  return new LlmFailure('its server answered in no form that is known');
}

/** A conversation with a model. */
export class LlmConversation {
  readonly #client: OpenAI;
  readonly #model: string;
  readonly #messages: ChatCompletionMessageParam[];
  #format = 0;

  constructor({ apiKey, baseUrl, model }: LlmEndpoint, system: string) {
    // Its own retries wait as long as a server says, and no signal ends that.
    this.#client = new OpenAI({
      apiKey,
      baseURL: baseUrl ?? 'https://api.openai.com/v1',
      maxRetries: 0,
      fetch: boundedFetch,
      organization: null,
      project: null,
      webhookSecret: null,
      logLevel: 'off',
    });
    this.#model = model;
    this.#messages = [{ role: 'system', content: system }];
  }

  async #complete(signal: AbortSignal): Promise<string> {
    const format = FORMATS[this.#format];
    const completion = await this.#client.chat.completions.create(
      {
        model: this.#model,
        messages: this.#messages,
        ...(format ? { response_format: format } : {}),
      },
      { signal },
    );
    const content: unknown = completion.choices?.[0]?.message?.content;
    if (typeof content !== 'string') throw new LlmFailure('its server answered in no form that is known');
    return content;
  }

  /**
   * Sends a message and returns the answer.
   * @param signal ends the wait
   * @throws LlmFailure for any failure of the server
   */
  async send(content: string, signal: AbortSignal): Promise<string> {
    this.#messages.push({ role: 'user', content });
    for (;;) {
      try {
        const answer = await this.#complete(signal);
        this.#messages.push({ role: 'assistant', content: answer });
        return answer;
      } catch (error) {
        const isRefused = error instanceof APIError && REFUSES_FORMAT.has(error.status ?? 0);
        if (isRefused && this.#format < FORMATS.length - 1) this.#format++;
        else throw failureOf(error, signal);
      }
    }
  }
}
