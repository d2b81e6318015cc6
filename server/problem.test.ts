// Errors of routes: known ones are reported, unknown ones are logged under an id and reported without
// details.
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { log, withLogContext } from '@/platform/log';
import { UnusableAudioError } from '@/platform/media/errors';
import { StorageFullError } from '@/platform/storage/storage';
import { RateLimitError } from '@/server/errors';
import { readJson, reply } from '@/server/http/json';
import { handle } from './problem';

const request = new Request('http://studio.example/');

async function problemOf(route: () => unknown): Promise<Record<string, unknown>> {
  const response = await handle(async () => route() as Response)(request, { params: Promise.resolve({}) });
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return { ...((await response.json()) as object), headers: response.headers };
}

describe('handle', () => {
  it('reports known failures with their status and message', async () => {
    const thrown = (error: unknown) => () => {
      throw error;
    };
    expect(await problemOf(thrown(new StorageFullError()))).toMatchObject({
      status: 507,
      type: 'urn:isomix:storage-full',
    });
    expect(await problemOf(thrown(new UnusableAudioError('No sound.')))).toMatchObject({
      status: 400,
      detail: 'No sound.',
    });
    expect(await problemOf(() => z.object({ a: z.number() }).parse({ a: 'x' }))).toMatchObject({
      status: 400,
      detail: '"a" must be a number.',
    });
    const limited = await problemOf(thrown(new RateLimitError('Too often.', 1.2)));
    expect((limited.headers as Headers).get('retry-after')).toBe('2');
  });

  it('keeps the details of unknown ones to the log, under the id it gives out', async () => {
    const logged = vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const problem = await problemOf(() => {
      throw new Error('password=hunter2');
    });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
    expect(problem.status).toBe(500);
    expect(logged.mock.calls[0]?.[0]).toMatchObject({ requestId: problem.request_id });
    expect(await problemOf(() => reply(z.object({ a: z.number() }), { b: 1 } as never))).toMatchObject({
      status: 500,
    });
    logged.mockRestore();
  });
});

describe('a dependency that is unavailable', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' });

  it('answers 503 with a message and a retry time, and the id of the request', async () => {
    const logged = vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    const problem = await withLogContext({ requestId: 'request-1' }, () =>
      problemOf(() => {
        throw refused;
      }),
    );
    expect(problem).toMatchObject({
      status: 503,
      type: 'urn:isomix:unavailable',
      detail: 'The database does not answer at the moment; please try again shortly.',
      request_id: 'request-1',
    });
    expect((problem.headers as Headers).get('retry-after')).toBe('10');
    expect(JSON.stringify(problem)).not.toContain('10.0.0.1');
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });
});

describe('readJson', () => {
  const post = (body: BodyInit, type = 'application/json') =>
    new Request('http://studio.example/', { method: 'POST', body, headers: { 'content-type': type } });

  it('refuses other types and broken JSON', async () => {
    const schema = z.object({});
    await expect(readJson(post('{}', 'text/plain'), schema)).rejects.toThrow(
      'Send the request as application/json.',
    );
    await expect(readJson(post('{'), schema)).rejects.toThrow('not valid JSON');
    expect(await readJson(post('{"a":1}', 'application/json; charset=utf-8'), schema)).toEqual({});
  });
});
