// Requests that offer to go on in a protocol which nobody here speaks, such as HTTP/2 over a plain connection.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Whether a request asks for a WebSocket, the only protocol that this server changes to. */
export const wantsWebSocket = ({ headers }: IncomingMessage): boolean =>
  /(?:^|,)\s*websocket\s*(?:,|$)/i.test(headers.upgrade ?? '');

const OFFER = /^(?:upgrade|http2-settings)$/i;

/** The header lines of a request without its offer. */
function* plainHeaders({ rawHeaders }: IncomingMessage): Generator<string> {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = [rawHeaders[i], rawHeaders[i + 1]];
    if (OFFER.test(name)) continue;
    if (!/^connection$/i.test(name)) {
      yield `${name}: ${value}`;
      continue;
    }
    const kept = value.split(',').filter((token) => !OFFER.test(token.trim()));
    if (kept.length > 0) yield `${name}: ${kept.join(',')}`;
  }
}

/**
 * Answers a request as if it had offered nothing, which RFC 9110 (section 7.8) leaves to the server: the request is given
 * back to the connection, and the connection to the server.
 * @param head what has arrived behind the headers
 */
export function ignoreUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`, ...plainHeaders(request), '', ''];
  socket.unshift(Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), head]));
  server.emit('connection', socket);
}
