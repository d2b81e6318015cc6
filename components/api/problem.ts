// Error responses of the server: application/problem+json, turned into an error with one message.
import { problemSchema } from '@/contract/http/problem';

/** A proxy in between may leave parts out. */
const receivedSchema = problemSchema.partial();

/** A refusal or failure whose message can be shown to a person as it is. `status` 0: nobody answered. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const FALLBACK: Record<number, string> = {
  401: 'You are signed out. Sign in and try again.',
  403: 'You may not do that in this project.',
  404: 'This does not exist, or it is not shared with you.',
  413: 'The file is larger than your plan allows.',
  429: 'That was too often. Wait a moment and try again.',
  507: 'The storage is full; nothing was saved.',
};

export const OFFLINE_MESSAGE = 'The studio cannot be reached. Check your connection and try again.';

/** Builds the error for a response that is not OK, from its body where that is a problem document. */
export function problemFrom(status: number, body: string): ApiError {
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(body);
  } catch {
    // Not JSON: a proxy or a crash answered. The status alone picks the sentence.
  }
  const problem = receivedSchema.safeParse(parsed);
  const said = problem.success ? (problem.data.detail ?? problem.data.title) : undefined;
  return new ApiError(status, said ?? FALLBACK[status] ?? `The studio answered with an error (${status}).`);
}

/** The message to show for anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : 'Something went wrong. Try again.';
}

/** The message to show for what a query or a mutation failed with; null where it did not. */
export const messageOf = (error: unknown): string | null => (error == null ? null : errorMessage(error));
