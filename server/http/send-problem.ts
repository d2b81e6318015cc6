// Answers a request that no route answers: whatever was thrown, as application/problem+json.
import type { ServerResponse } from 'node:http';
import { problemOf } from '@/server/problem';

/** Sends a failure, or cuts an answer short that has begun. What came with the request is not read. */
export async function sendProblem(error: unknown, response: ServerResponse): Promise<void> {
  const problem = problemOf(error);
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(problem.status, {
    ...Object.fromEntries(problem.headers),
    'x-content-type-options': 'nosniff',
  });
  response.end(await problem.text());
}
