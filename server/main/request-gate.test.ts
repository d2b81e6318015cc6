// The gate: unreadable addresses, odd methods and unknown paths are answered with problems, on a real socket.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBus } from '@/platform/bus';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { checkRequestLine } from './request-gate';
import { type StudioServer, startStudioServer } from './studio-server';

let database: TestDatabase;
let server: StudioServer;

beforeAll(async () => {
  database = await openTestDatabase();
  const pages = async (request: IncomingMessage, response: ServerResponse) => {
    await text(request);
    response.end('a page');
  };
  server = await startStudioServer({ host: '127.0.0.1', port: 0, pages });
});
afterAll(async () => {
  await server.stop();
  await closeBus();
  await database.close();
});

/** Sends bytes as they are; resolves with the whole answer. */
async function sendRaw(...lines: readonly string[]): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.end(lines.join('\r\n'));
  return text(socket);
}

/** Sends a request line as it is, which no client library would; resolves with the whole answer. */
async function send(line: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.end(`${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  return text(socket);
}

describe('the gate', () => {
  it.each([
    ['GET /api/v1/projects/%E0%A4%A', 400],
    ['GET /api/v1/projects/%', 400],
    ['GET /api/v1/projects/%00', 400],
    ['GET /api/v1/projects/%ED%A0%80', 400],
    ['GET /projects/%zz', 400],
    ['GET /api/v1/projects/a/chat?before=%00', 400],
    ['GET /api/v1/projects/\\/members', 400],
    ['GET /api/v1/nothing', 404],
    ['GET /api/v1', 404],
    ['GET /api/v1/projects/a/b/c/d', 404],
    ['GET /api', 404],
    ['GET /api/v2/me', 404],
    ['GET /api/v1/media/x/%2e%2e/0.flac', 404],
    ['OPTIONS *', 400],
    ['TRACE /api/v1/me', 405],
    ['GET /api/auth/callback/credentials', 405],
    ['TRACE /', 405],
    ['PROPFIND /', 405],
    ['DELETE /api/v1/me', 405],
    ['POST /api/v1/health', 405],
  ])('answers %s with %i and a problem', async (line, status) => {
    const answer = await send(line);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    expect(answer).toContain(`"status":${status}`);
    if (status === 405) expect(answer.toLowerCase()).toMatch(/\r\nallow: .*(?:get|post)/);
  });

  it.each([
    'GET /',
    'GET /api/v1/me',
    'HEAD /api/v1/me',
    'OPTIONS /api/v1/me',
    'GET /api/v1/me/',
    'GET /api/v1/media/abc/drums/0.flac',
    'GET /api/v1/openapi.json',
    'GET /search?q=100%',
    'POST /api/auth/signout',
  ])('lets %s through', async (line) => {
    expect(await send(line)).toMatch(/^HTTP\/1.1 200 /);
  });

  it.each([
    ['says no host', 400, ['GET / HTTP/1.1', '', '']],
    [
      'expects something unknown',
      417,
      ['GET / HTTP/1.1', 'Host: x', 'Expect: tea', 'Connection: close', '', ''],
    ],
    ['asks for a tunnel', 405, ['CONNECT example.com:443 HTTP/1.1', 'Host: example.com', '', '']],
    [
      'asks for a socket where there is none',
      404,
      ['GET /api/v1/me HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', '', ''],
    ],
    [
      'breaks off its chunks',
      400,
      ['POST / HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked', '', '5', 'abcde', 'zz', '', ''],
    ],
  ])('answers a request that %s with a problem', async (_, status, lines) => {
    const answer = await sendRaw(...lines);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    expect(answer).toMatch(/"detail":"[A-Z][^"]+\."/);
  });

  it.each(['GET / HTTP/1.1', 'POST / HTTP/1.1'])(
    'ignores the offer of another protocol: %s',
    async (line) => {
      const offer = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'];
      const next = ['GET /next HTTP/1.1', 'Host: x', 'Connection: close', '', ''];
      const answers = await sendRaw(
        line,
        'Host: x',
        ...offer,
        'Content-Length: 4',
        '',
        `body${next.join('\r\n')}`,
      );
      expect(answers.match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
      expect(answers.match(/a page/g)).toHaveLength(2);
    },
  );

  it('answers malformed targets with a status instead of another error', () => {
    for (const target of ['', '*', '//', 'http://evil.example/%', '/%', '?', '/api/v1?%']) {
      try {
        checkRequestLine('GET', target);
      } catch (error) {
        expect(error).toHaveProperty('status');
      }
    }
  });
});
