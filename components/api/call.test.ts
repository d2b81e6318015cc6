// Calls by operation: what is sent, and how the response is handled: validated data, or one error message.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { operation } from '@/contract/http/operation';
import { call } from './call';
import { errorMessage, OFFLINE_MESSAGE } from './problem';

const look = operation({
  method: 'get',
  path: '/things/{id}',
  summary: 'Look at it.',
  access: 'session',
  answer: { status: 200, schema: z.object({ id: z.string() }) },
});
const rename = operation({
  method: 'patch',
  path: '/things/{id}/parts/{part}',
  summary: 'Rename a part.',
  access: { project: 'editor' },
  query: z.object({ quiet: z.string().optional(), limit: z.number().optional() }),
  body: { type: 'application/json', schema: z.object({ name: z.string() }) },
  answer: { status: 200, schema: z.object({ name: z.string() }) },
});
const remove = operation({
  method: 'delete',
  path: '/things/{id}',
  summary: 'Remove it.',
  access: 'session',
  answer: { status: 204 },
});
const upload = operation({
  method: 'post',
  path: '/things',
  summary: 'Send a file.',
  access: 'session',
  body: { type: 'multipart/form-data', schema: z.object({ file: z.file() }) },
  answer: { status: 201, schema: z.object({ bytes: z.number() }) },
});

function answers(body: string | null, status = 200) {
  const send = vi.fn(async (_url: string, _init: RequestInit) => new Response(body, { status }));
  vi.stubGlobal('fetch', send);
  return send;
}

afterEach(() => void vi.unstubAllGlobals());

describe('call', () => {
  it('fills the address in, escaped, and sends the body as JSON', async () => {
    const send = answers('{"name":"b","more":1}');
    const input = { id: 'a/b', part: 'ü', query: { limit: 5 }, body: { name: 'b' } };
    expect(await call(rename, input)).toEqual({ name: 'b' });
    const [url, init] = send.mock.calls[0] ?? [];
    expect(url).toBe('/api/v1/things/a%2Fb/parts/%C3%BC?limit=5');
    expect(init).toMatchObject({ method: 'PATCH', body: '{"name":"b"}' });
    expect(new Headers(init?.headers).get('content-type')).toBe('application/json');
  });

  it('resolves with undefined for an operation without a response body', async () => {
    answers(null, 204);
    expect(await call(remove, { id: 'a' })).toBeUndefined();
  });

  it('leaves the type of a form to the browser', async () => {
    const send = answers('{"bytes":3}', 201);
    const body = new FormData();
    expect(await call(upload, { body })).toEqual({ bytes: 3 });
    const init = send.mock.calls[0]?.[1];
    expect(init?.body).toBe(body);
    expect(new Headers(init?.headers).has('content-type')).toBe(false);
  });

  it('rejects a response that does not match the operation, and passes error messages on', async () => {
    answers('{"name":7}');
    await expect(call(rename, { id: 'a', part: 'b', body: { name: 'b' } })).rejects.toMatchObject({
      status: 502,
    });
    answers('{"detail":"There is no such thing."}', 404);
    await expect(call(remove, { id: 'a' })).rejects.toMatchObject({ status: 404 });
  });

  it('returns what the contract promises and nothing else', async () => {
    answers('{"id":"a","more":1}');
    expect(await call(look, { id: 'a' })).toEqual({ id: 'a' });
    answers('{"id":7}');
    await expect(call(look, { id: 'a' })).rejects.toMatchObject({ status: 502 });
    answers('<html>');
    await expect(call(look, { id: 'a' })).rejects.toMatchObject({ status: 502 });
  });

  it("passes the server's error message on, and supplies one where there is none", async () => {
    answers('{"type":"conflict","title":"Conflict","status":409,"detail":"There is a song already."}', 409);
    await expect(call(remove, { id: 'a' })).rejects.toThrow('There is a song already.');
    answers('nginx', 507);
    await expect(call(look, { id: 'a' })).rejects.toThrow('The storage is full; nothing was saved.');
    answers('', 418);
    await expect(call(look, { id: 'a' })).rejects.toMatchObject({ status: 418 });
  });

  it('reports when the server does not respond', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(call(look, { id: 'a' })).rejects.toThrow(OFFLINE_MESSAGE);
  });
});

it('returns a message for anything that was thrown', () => {
  expect(errorMessage(new Error('No.'))).toBe('No.');
  expect(errorMessage('odd')).toBe('Something went wrong. Try again.');
});
