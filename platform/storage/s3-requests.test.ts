// S3 storage beside a bucket that fails, readers that are slow, and browsers that fetch for themselves.
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UnavailableError } from '@/platform/unavailable';
import { mediaOrigin } from './media-origin';
import { openStorage } from './open';
import { S3Storage } from './s3';
import { createS3Client } from './s3-client';
import type { Storage } from './storage';
import { startTestBucket, type TestBucket } from './testing/faulty-bucket';

let bucket: TestBucket;
let storage: Storage;

beforeAll(async () => {
  bucket = await startTestBucket();
  // The server of the tests is slower than any bucket while the machine is busy.
  storage = openStorage(bucket.env({ S3_TIMEOUT_S: '60' }));
});
afterEach(() => {
  bucket.mode = 'working';
  bucket.takeRequests();
});
afterAll(() => bucket.close());

const impatient = (more: Record<string, string> = {}): Storage =>
  openStorage(bucket.env({ S3_TIMEOUT_S: '0.5', ...more }));

describe('a bucket that fails', () => {
  it.each(['silent', 500, 503, 429] as const)(
    'and is %s, surfaces as storage that is unavailable',
    async (mode) => {
      const hurried = impatient();
      await storage.put('away/a', Buffer.from('here'));
      bucket.mode = mode;
      const attempts = [
        hurried.stat('away/a'),
        hurried.get('away/a'),
        hurried.open('away/a'),
        hurried.put('away/b', Buffer.alloc(3_000_000)),
        hurried.put('away/c', Readable.from([Buffer.alloc(3_000_000)])),
        hurried.put('away/d', Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(1_000_000)))),
        hurried.list('away'),
        hurried.delete('away/a'),
        hurried.withLocalFile('away/a', (file) => readFile(file)),
      ];
      for (const outcome of await Promise.allSettled(attempts)) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { dependency: 'storage' } });
        expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(UnavailableError);
      }
      bucket.mode = 'working';
      expect(await text(await storage.get('away/a'))).toBe('here');
    },
  );

  it('refuses connections, and surfaces as storage that is unavailable', async () => {
    const nowhere = openStorage(bucket.env({ S3_ENDPOINT: 'http://127.0.0.1:9' }));
    await expect(nowhere.stat('a')).rejects.toThrow(UnavailableError);
  });

  it('and falls silent in the middle of a body, ends the read', async () => {
    await storage.put('away/long', Buffer.alloc(200_000));
    bucket.mode = 'stalled';
    await expect(impatient().get('away/long').then(text)).rejects.toThrow(UnavailableError);
  });

  it('is not blamed for a sender that breaks off', async () => {
    const broken = (async function* () {
      yield Buffer.alloc(100);
      throw Object.assign(new Error('the sender went away'), { code: 'ECONNRESET' });
    })();
    await expect(storage.put('away/c', Readable.from(broken))).rejects.toThrow('the sender went away');
  });
});

describe('a slow reader', () => {
  it('keeps its connection however long it takes, and blocks no one else', async () => {
    const hurried = impatient({ S3_TIMEOUT_S: '4' });
    const content = Buffer.alloc(500_000, 7);
    await hurried.put('slow/big', content);
    const idle: Awaited<ReturnType<Storage['open']>>[] = [];
    for (let i = 0; i < 60; i++) idle.push(await hurried.open('slow/big'));
    // Nothing may happen to the idle readers after twice the timeout: that has no event to wait for.
    await sleep(9_000);
    // The SDK's own limit of 50 connections would have every further request wait.
    await expect(hurried.stat('slow/big')).resolves.toEqual({ bytes: content.length });
    await hurried.put('slow/other', Buffer.from('x'));
    const [first, ...others] = idle;
    for (const { body } of others) body?.destroy();
    let bytes = 0;
    for await (const chunk of first?.body ?? []) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(content.length);
  });

  it('that gives up, has its request ended', async () => {
    bucket.mode = 'silent';
    const given = new AbortController();
    const opening = storage.open('slow/big', { signal: given.signal });
    given.abort();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the number of requests', () => {
  it('is one for a read, whole or in part', async () => {
    await storage.put('one/a', Buffer.from('0123456789'));
    bucket.takeRequests();
    await text(await storage.get('one/a'));
    await text(await storage.get('one/a', { start: 2, end: 4 }));
    const { body } = await storage.open('one/a', { range: { start: 5 } });
    expect(body && (await text(body))).toBe('56789');
    expect(bucket.takeRequests()).toEqual(['GET one/a', 'GET one/a', 'GET one/a']);
  });
});

describe('an address', () => {
  const headers = {
    contentType: 'audio/flac',
    contentDisposition: `attachment; filename="a.flac"; filename*=UTF-8''%C3%A4.flac`,
    cacheControl: 'public, max-age=3600, immutable',
  };
  const giving = (now: () => number): S3Storage =>
    new S3Storage({
      client: createS3Client(bucket.env()),
      bucket: 'isomix-test',
      tempDir: '/nowhere',
      gives: 'addresses',
      now,
    });

  it('gives the object, and parts of it, with the headers it was made for', async () => {
    await storage.put('given/a', Buffer.from('0123456789'));
    const address = await giving(Date.now).address('given/a', headers);
    const response = await fetch(address ?? '', { headers: { origin: 'https://studio.example' } });
    expect([response.status, await response.text()]).toEqual([200, '0123456789']);
    expect(response.headers.get('content-type')).toBe(headers.contentType);
    expect(response.headers.get('content-disposition')).toBe(headers.contentDisposition);
    expect(response.headers.get('cache-control')).toBe(headers.cacheControl);
    const part = await fetch(address ?? '', { headers: { range: 'bytes=2-4' } });
    expect([part.status, await part.text()]).toEqual([206, '234']);
  });

  it('is the same text within an hour, and outlives it', async () => {
    const hour = Date.parse('2030-01-01T10:00:00Z');
    const at = (minutes: number) => giving(() => hour + minutes * 60_000).address('given/a', headers);
    const [first, last, next] = [await at(0), await at(59.9), await at(60)];
    expect(last).toBe(first);
    expect(next).not.toBe(first);
    const query = new URL(first ?? '').searchParams;
    expect([query.get('X-Amz-Date'), query.get('X-Amz-Expires')]).toEqual(['20300101T100000Z', '7200']);
  });

  it('is given only where browsers are said to reach the bucket', async () => {
    const addressIn = (more: Record<string, string>) => openStorage(bucket.env(more)).address('a', headers);
    expect(await addressIn({})).toBeNull();
    expect(await addressIn({ S3_PUBLIC_URL: 'https://cdn.example/', S3_REDIRECT: 'false' })).toBeNull();
    expect(await addressIn({ S3_REDIRECT: 'true' })).toContain(bucket.settings.S3_ENDPOINT);
    expect(await addressIn({ S3_PUBLIC_URL: 'https://cdn.example/' })).toMatch(
      /^https:\/\/cdn\.example\/isomix-test\/a\?.*X-Amz-Signature=/,
    );
  });

  it.each<Record<string, string>>([
    { S3_ENDPOINT: '', S3_REGION: 'us-east-1' },
    { S3_ENDPOINT: '', S3_REGION: 'eu-central-1' },
    { S3_ENDPOINT: '', S3_REGION: 'eu-central-1', S3_BUCKET: 'a.b.c' },
    { S3_ENDPOINT: '', S3_REGION: 'cn-north-1' },
    { S3_PUBLIC_URL: 'https://cdn.example' },
    {},
  ])('stands at the origin that pages may fetch from: %o', async (more) => {
    const env = bucket.env({ S3_REDIRECT: 'true', ...more });
    const address = await openStorage(env).address('a', headers);
    expect(mediaOrigin(env)).toBe(new URL(address ?? '').origin);
    expect(mediaOrigin(bucket.env({ ...more, S3_REDIRECT: 'false' }))).toBeNull();
  });
});
