// JSON bodies over real sockets: read whole before a handler runs, and refused with an answer that always arrives.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBus } from '@/platform/bus';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { type StudioServer, startStudioServer } from './studio-server';

let database: TestDatabase;
let server: StudioServer;

/** Answers with how long the body is, or before the body is read where the path says so. */
async function pages(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/unread') response.writeHead(401).end();
  else if (request.url === '/partly') {
    await Readable.toWeb(request).getReader().read();
    response.writeHead(400).end();
  } else response.end(String((await text(request)).length));
}

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startStudioServer({ host: '127.0.0.1', port: 0, pages });
});
afterAll(async () => {
  await server.stop();
  await closeBus();
  await database.close();
});

const MiB = 2 ** 20;
const bodyOf = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));

/** Sends requests one after the other on one connection, each whole before anything is read, as simple clients do. */
async function converse(requests: readonly string[]): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  const answers = text(socket);
  for (const request of requests) socket.write(request);
  socket.end('GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  return answers;
}

const HEAD = 'Host: x\r\nContent-Type: application/json\r\n';
const sized = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\n${HEAD}Content-Length: ${body.length}\r\n\r\n${body}`;
const chunked = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

const statuses = (answers: string) => [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);

describe('JSON bodies', () => {
  it('of 64 KiB reach their handler whole', async () => {
    const answers = await converse([sized('/a', bodyOf(65_536)), chunked('/a', bodyOf(65_536))]);
    expect(statuses(answers)).toEqual(['200', '200', '200']);
    expect(answers.match(/\r\n\r\n65536/g)).toHaveLength(2);
  });

  it.each([65_537, MiB, 8 * MiB])('of %i bytes are refused, and the connection goes on', async (bytes) => {
    const answers = await converse([sized('/a', bodyOf(bytes)), chunked('/a', bodyOf(bytes))]);
    expect(statuses(answers)).toEqual(['413', '413', '200']);
    expect(answers.match(/"detail":"The request is too large\."/g)).toHaveLength(2);
  });

  it('that a handler does not read leave the connection usable', async () => {
    const answers = await converse([sized('/unread', bodyOf(60_000)), sized('/a', bodyOf(10))]);
    expect(statuses(answers)).toEqual(['401', '200', '200']);
  });
});

it.each([
  ['nobody reads', '/unread', '401'],
  ['a handler gives up in the middle', '/partly', '400'],
])('bodies of other types that %s leave the connection usable', async (_, path, status) => {
  const form = sized(path, 'x'.repeat(8 * MiB)).replace('application/json', 'text/plain');
  expect(statuses(await converse([form]))).toEqual([status, '200']);
});

it('a refusal before the body is read arrives whatever is still sent', async () => {
  const refused = sized('/api/v1/nothing', bodyOf(8 * MiB));
  expect(statuses(await converse([refused]))).toEqual(['404', '200']);
});
