// For tests: a bucket behind a switch that makes it silent, slow or broken, and that notes what it was asked.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type Env, parseEnv } from '@/platform/env';
import { startTestS3 } from './s3-server';

/** `silent` takes requests and never answers; `stalled` stops in the middle of each body; a number is a status. */
export type BucketMode = 'working' | 'silent' | 'stalled' | 503 | 500 | 429;

export interface TestBucket {
  /** Settings that point at it. */
  readonly settings: Readonly<Record<string, string>>;
  /** The same, read. */
  env(more?: Readonly<Record<string, string>>): Env;
  /** What was asked since the last look, as `GET key`. */
  takeRequests(): string[];
  mode: BucketMode;
  close(): Promise<void>;
}

const NAME = 'isomix-test';
const ORIGIN = 'https://studio.example';
const CORS = `<CORSConfiguration><CORSRule><AllowedOrigin>${ORIGIN}</AllowedOrigin>
  <AllowedMethod>GET</AllowedMethod><AllowedHeader>range</AllowedHeader></CORSRule></CORSConfiguration>`;

function forward(request: IncomingMessage, response: ServerResponse, port: number, stall: boolean): void {
  const { method, url, headers } = request;
  const onward = http.request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (!stall) answer.pipe(response);
    else answer.once('data', (chunk: Buffer) => response.write(chunk.subarray(0, chunk.length / 2)));
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

/** Starts a bucket of its own for the calling test file. */
export async function startTestBucket(): Promise<TestBucket> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'isomix-bucket-'));
  const bucket = await startTestS3(path.join(root, 'bucket'), NAME, [CORS]);
  const sockets = new Set<Socket>();
  let requests: string[] = [];
  const front = http.createServer((request, response) => {
    const pathname = new URL(request.url ?? '/', 'http://bucket').pathname;
    requests.push(`${request.method} ${pathname.slice(`/${NAME}/`.length)}`);
    if (self.mode === 'silent') return;
    if (typeof self.mode === 'number') {
      const body = '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Slow down.</Message></Error>';
      request.resume().on('end', () => response.writeHead(Number(self.mode)).end(body));
    } else forward(request, response, bucket.port, self.mode === 'stalled');
  });
  front.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(front.listen(0, '127.0.0.1'), 'listening');
  const settings = {
    S3_BUCKET: NAME,
    S3_ENDPOINT: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    S3_ACCESS_KEY_ID: 'S3RVER',
    S3_SECRET_ACCESS_KEY: 'S3RVER',
    DATA_DIR: path.join(root, 'data'),
  };
  const self: TestBucket = {
    settings,
    env: (more = {}) => parseEnv({ ...settings, ...more }),
    takeRequests() {
      const taken = requests;
      requests = [];
      return taken;
    },
    mode: 'working',
    async close() {
      for (const socket of sockets) socket.destroy();
      front.close();
      await bucket.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  return self;
}
