// What a route throws: known failures are told, unknown ones are logged under an id and told without details.
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { RateLimitError } from '@/server/errors';
import { readJson, reply } from '@/server/http/json';
import { UnusableAudioError } from '@/server/shared/media/errors';
import { StorageFullError } from '@/server/shared/storage/storage';
import { handle } from './problem';

const request = new Request('http://studio.example/');

async function problemOf(route: () => unknown): Promise<Record<string, unknown>> {
  const response = await handle(async () => route() as Response)(request, { params: Promise.resolve({}) });
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return { ...((await response.json()) as object), headers: response.headers };
}

describe('handle', () => {
  it('tells known failures with their status and sentence', async () => {
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
      detail: 'a: Invalid input: expected number, received string.',
    });
    const limited = await problemOf(thrown(new RateLimitError('Too often.', 1.2)));
    expect((limited.headers as Headers).get('retry-after')).toBe('2');
  });

  it('keeps the details of unknown ones to the log, under the id it gives out', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const problem = await problemOf(() => {
      throw new Error('password=hunter2');
    });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
    expect(problem.status).toBe(500);
    expect(log.mock.calls[0]?.[0]).toContain(problem.request_id as string);
    expect(await problemOf(() => reply(z.object({ a: z.number() }), { b: 1 } as never))).toMatchObject({
      status: 500,
    });
    log.mockRestore();
  });
});

describe('readJson', () => {
  const post = (body: BodyInit, type = 'application/json') =>
    new Request('http://studio.example/', { method: 'POST', body, headers: { 'content-type': type } });

  it('refuses other types, broken JSON and endless bodies', async () => {
    const schema = z.object({});
    await expect(readJson(post('{}', 'text/plain'), schema)).rejects.toThrow(
      'Send the request as application/json.',
    );
    await expect(readJson(post('{'), schema)).rejects.toThrow('not valid JSON');
    await expect(readJson(post(`"${'x'.repeat(70_000)}"`), schema)).rejects.toThrow('too large');
    expect(await readJson(post('{"a":1}', 'application/json; charset=utf-8'), schema)).toEqual({});
  });
});
