// Rejects a socket upgrade in plain HTTP.
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Problem } from '@/contract/http/problem';
import { log } from '@/platform/log';
import { NotFoundError, type RequestError } from '@/server/errors';
import { knownFailure, makeProblem } from '@/server/problem';

function send(socket: Duplex, problem: Problem, headers: Readonly<Record<string, string>> = {}): void {
  if (socket.destroyed) return;
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Error'}`,
    'Connection: close',
    'Content-Type: application/problem+json',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Answers a request on its raw connection with a failure, and ends the connection. */
export function refuseOn(socket: Duplex, { status, code, message, headers }: RequestError): void {
  send(socket, makeProblem(status, code, message), headers);
}

/** Refuses a socket at an address that has none. */
export const refuseUnknown = (socket: Duplex): void => refuseOn(socket, new NotFoundError('socket'));

/** Rejects with what a check has thrown; unexpected errors are logged and reported without details. */
export function refuseWith(socket: Duplex, error: unknown): void {
  const failure = knownFailure(error);
  if (failure) {
    refuseOn(socket, failure);
    return;
  }
  log.error({ err: error }, 'A socket could not be opened.');
  send(socket, makeProblem(500, 'internal', 'The studio cannot open this connection.'));
}
