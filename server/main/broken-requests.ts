import { ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorCode } from '@/platform/database/error-code';
import { PROBLEM_HEADERS, problemBody } from './transfer-guard';

/** What arrives on a connection that was open already when the server began to stop. */
export function refuseLate(response: ServerResponse): void {
  response.writeHead(503, { ...PROBLEM_HEADERS, 'retry-after': '1' });
  response.end(problemBody(503, 'stopping', 'The studio is restarting; please try again in a moment.'));
}

const BROKEN: Readonly<Record<string, readonly [status: number, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'The headers of the request are too large.'],
};

/** The answer that is under way on a connection. */
function answerOn(socket: Duplex): ServerResponse | null {
  const answer: unknown = '_httpMessage' in socket ? socket._httpMessage : null;
  return answer instanceof ServerResponse ? answer : null;
}

/** Answers what is no HTTP, or never became a whole request. */
export function refuseBroken(error: Error, socket: Duplex): void {
  const begun = answerOn(socket);
  if (!socket.writable || begun?.headersSent || errorCode(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, message] = BROKEN[errorCode(error) ?? ''] ?? [400, 'The request is not valid HTTP.'];
  const body = problemBody(status, status === 408 ? 'too-slow' : 'invalid-request', message);
  if (begun) {
    begun.writeHead(status, PROBLEM_HEADERS).end(body);
    return;
  }
  const headers = Object.entries({ ...PROBLEM_HEADERS, 'content-length': Buffer.byteLength(body) });
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
}
