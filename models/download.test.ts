// Fetching models from a server of our own: whole, in two goes, redirected, wrong, refused, broken off.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DownloadOptions, download } from './download';
import { ModelError } from './model-error';
import { sha256Of } from './testing/tiny-model';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) % 251));
const HALF = 150_000;

let server: Server;
let origin = '';
let folder = '';
/** The ranges that were asked for, in order. */
let ranges: (string | undefined)[] = [];
/** A response that is paused half-way, for the test to abort. */
let halfSent: ServerResponse | undefined;

function sendRange(request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= content.length) {
    response.writeHead(416).end();
    return;
  }
  const rest = content.subarray(from);
  const range = from > 0 ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : {};
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length, ...range }).end(rest);
}

const ROUTES: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/whole.onnx': sendRange,
  '/no-ranges.onnx': (_, response) => response.writeHead(200).end(content),
  '/moved.onnx': (_, response) => response.writeHead(302, { location: '/whole.onnx' }).end(),
  '/breaks.onnx': (_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, HALF));
    halfSent = response;
  },
  '/stalls.onnx': (_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, HALF));
  },
  '/endless.onnx': (_, response) => response.writeHead(200).end(Buffer.concat([content, content])),
};

beforeAll(async () => {
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const route = ROUTES[request.url ?? ''];
    if (route) route(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  ranges = [];
  folder = await mkdtemp(path.join(tmpdir(), 'isomix-download-'));
});
afterEach(() => rm(folder, { recursive: true }));

const target = () => path.join(folder, 'tiny.onnx');
const order = (name: string, change: Partial<Parameters<typeof download>[0]> = {}) => ({
  url: `${origin}/${name}`,
  target: target(),
  sha256: sha256Of(content),
  bytes: content.length,
  ...change,
});
const fetchIt = (name: string, options?: DownloadOptions) => download(order(name), options);

async function expectWhole(): Promise<void> {
  // Compared as a whole: element by element it takes seconds.
  expect(content.equals(await readFile(target()))).toBe(true);
  expect(await readdir(folder)).toEqual(['tiny.onnx']);
}

describe('a download', () => {
  it('is complete, reports its progress, and is not repeated', async () => {
    const told: (readonly [number, number | null])[] = [];
    const onProgress = (done: number, total: number | null) => told.push([done, total]);
    expect(await fetchIt('whole.onnx', { onProgress })).toBe(content.length);
    await expectWhole();
    expect(told.at(-1)).toEqual([content.length, content.length]);
    await fetchIt('whole.onnx');
    expect(ranges).toEqual([undefined]);
  });

  it('follows a redirect, and learns a length that is not known in advance', async () => {
    expect(await download(order('moved.onnx', { bytes: null }))).toBe(content.length);
    await expectWhole();
  });

  it('goes on where it broke off', async () => {
    const refusal = fetchIt('breaks.onnx').catch((error: unknown) => error);
    await vi.waitFor(async () => expect((await stat(`${target()}.part`)).size).toBeGreaterThan(0));
    halfSent?.destroy();
    const error = await refusal;
    expect(error).toBeInstanceOf(ModelError);
    expect(String(error)).toMatch(
      /The connection broke off \(.+\)\. 0\.\d MB are kept; the same command goes on from there\.$/,
    );
    const kept = (await readFile(`${target()}.part`)).length;
    await fetchIt('whole.onnx');
    expect(ranges.at(-1)).toBe(`bytes=${kept}-`);
    await expectWhole();
  });

  it('begins again where a server knows no ranges', async () => {
    await writeFile(`${target()}.part`, content.subarray(0, HALF));
    await fetchIt('no-ranges.onnx');
    await expectWhole();
  });

  it('takes a beginning that is whole already', async () => {
    await writeFile(`${target()}.part`, content);
    await download(order('whole.onnx', { bytes: null }));
    await expectWhole();
  });

  it('removes what is not the file that was ordered', async () => {
    await expect(download(order('whole.onnx', { sha256: '0'.repeat(64) }))).rejects.toThrow(
      /^whole\.onnx from .+ is not the file that its manifest names: the SHA-256 differs\. It was removed\.$/,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['absent.onnx', {}, 'could not be fetched: the server answers 404 Not Found.'],
    ['whole.onnx', { bytes: 7 }, 'has 300000 bytes where its manifest says 7; nothing was fetched.'],
    ['whole.onnx', { url: 'http://127.0.0.1:9/x.onnx' }, 'cannot be reached'],
  ])('says why %s cannot be had', async (name, change, sentence) => {
    const refusal = download(order(name, change));
    await expect(refusal).rejects.toBeInstanceOf(ModelError);
    await expect(refusal).rejects.toThrow(sentence);
    expect(await readdir(folder)).toEqual([]);
  });

  it('stops at what is longer than announced, and at a server that falls silent', async () => {
    await expect(fetchIt('endless.onnx')).rejects.toThrow('is longer than its manifest says.');
    await rm(`${target()}.part`);
    await expect(fetchIt('stalls.onnx', { stallMs: 100 })).rejects.toThrow('The server has stopped sending.');
  });

  it('says that the disk is full before it begins', async () => {
    const huge = { url: `${origin}/no-ranges.onnx`, bytes: 2 ** 52 };
    await expect(download(order('', huge))).rejects.toThrow(/^There is not enough room: \d+ MB are needed/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error('enough'));
    await expect(fetchIt('stalls.onnx', { signal: controller.signal, onProgress })).rejects.toThrow('enough');
  });
});
