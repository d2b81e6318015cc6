// The gate: unreadable addresses, odd methods and unknown paths are answered with problems, on a real socket.
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBus } from '@/server/shared/bus';
import { openTestDatabase, type TestDatabase } from '@/server/shared/database/testing/test-database';
import { checkRequestLine } from './request-gate';
import { type StudioServer, startStudioServer } from './studio-server';

let database: TestDatabase;
let server: StudioServer;

beforeAll(async () => {
  database = await openTestDatabase();
  const pages = async (_request: unknown, response: { end(body: string): void }) => response.end('a page');
  server = await startStudioServer({ host: '127.0.0.1', port: 0, pages });
});
afterAll(async () => {
  await server.stop();
  await closeBus();
  await database.close();
});

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

  it('survives any target', () => {
    for (const target of ['', '*', '//', 'http://evil.example/%', '/%', '?', '/api/v1?%']) {
      try {
        checkRequestLine('GET', target);
      } catch (error) {
        expect(error).toHaveProperty('status');
      }
    }
  });
});
