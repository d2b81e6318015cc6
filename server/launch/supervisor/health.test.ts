// The wait for a healthy studio: it ends when the web server is well, and when it is aborted.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { waitUntilHealthy } from './health';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  vi.unstubAllGlobals();
  server?.closeAllConnections();
  server?.close();
});

it('waitUntilHealthy, while the studio is degraded, asks until it is well', async () => {
  const statuses = ['down', 'degraded', 'ok'];
  const origin = await serve((_, response) => response.end(JSON.stringify({ status: statuses.shift() })));
  await waitUntilHealthy(origin, new AbortController().signal, 60_000, () => {});
  expect(statuses).toEqual([]);
});

it('waitUntilHealthy, aborted while an answer never ends, rejects with the reason at once', async () => {
  const stop = new AbortController();
  const json = () => {
    setImmediate(() => stop.abort(new Error('stopped')));
    return new Promise(() => {});
  };
  vi.stubGlobal('fetch', () => Promise.resolve({ ok: true, json }));
  const wait = waitUntilHealthy('http://127.0.0.1:9', stop.signal, 60_000, () => {});
  await expect(wait).rejects.toThrow('stopped');
});
