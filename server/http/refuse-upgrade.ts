// Says no to a socket that is not one yet, in plain HTTP.
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { knownFailure } from '@/server/problem';
import { log } from '@/server/shared/log';

/** Answers an upgrade request with a status and a sentence, and ends the connection. */
export function refuseUpgrade(
  socket: Duplex,
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (socket.destroyed) return;
  const body = `${sentence}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Refuses with what a check has thrown; what nobody expected is logged and told without details. */
export function refuseWith(socket: Duplex, error: unknown): void {
  const failure = knownFailure(error);
  if (failure) {
    refuseUpgrade(socket, failure.status, failure.message, failure.headers);
    return;
  }
  log.error({ err: error }, 'A socket could not be opened.');
  refuseUpgrade(socket, 500, 'The studio cannot open this connection.');
}
