// The one way the interface talks to /api/v1: JSON in, a validated answer out, or an ApiError.
import type { z } from 'zod';
import { ApiError, OFFLINE_SENTENCE, problemFrom } from './problem';

export const API_ROOT = '/api/v1';

export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

async function answerTo(path: string, { method = 'GET', body, signal }: CallOptions): Promise<Response> {
  const init: RequestInit = { method, headers: { accept: 'application/json' } };
  if (signal) init.signal = signal;
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { accept: 'application/json', 'content-type': 'application/json' };
  }
  try {
    return await fetch(`${API_ROOT}${path}`, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, OFFLINE_SENTENCE);
  }
}

/**
 * Sends a request to `path` below /api/v1; resolves with the text of the answer.
 * @throws ApiError with a sentence for the person
 */
export async function sendRequest(path: string, options: CallOptions): Promise<string> {
  const response = await answerTo(path, options);
  const text = await response.text();
  if (!response.ok) throw problemFrom(response.status, text);
  return text;
}

/** Validates the text of an answer. @throws ApiError when it is not what the contract says */
export function parseAnswer<Shape extends z.ZodType>(text: string, shape: Shape): z.infer<Shape> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ApiError(502, 'The studio sent an answer that is not readable. Reload the page.');
  }
  const parsed = shape.safeParse(json);
  if (!parsed.success) {
    throw new ApiError(502, 'The studio sent an answer this page does not understand. Reload the page.');
  }
  return parsed.data;
}

/**
 * Calls `path` below /api/v1 and validates the answer.
 * @throws ApiError with a sentence for the person
 */
export async function call<Shape extends z.ZodType>(
  path: string,
  shape: Shape,
  options: CallOptions = {},
): Promise<z.infer<Shape>> {
  return parseAnswer(await sendRequest(path, options), shape);
}

/**
 * Calls `path` where only success matters; the body of the answer is not read.
 * @throws ApiError with a sentence for the person
 */
export async function command(path: string, options: CallOptions): Promise<void> {
  await sendRequest(path, options);
}
