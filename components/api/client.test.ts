// What the interface makes of the server's answers: data that was checked, or one sentence.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { call, command } from './client';
import { OFFLINE_SENTENCE, sentenceOf } from './problem';

const shape = z.object({ id: z.string() });

function answer(status: number, body: string) {
  vi.stubGlobal('fetch', async () => new Response(body, { status }));
}

afterEach(() => void vi.unstubAllGlobals());

describe('call', () => {
  it('returns what the contract promises and nothing else', async () => {
    answer(200, '{"id":"a","more":1}');
    expect(await call('/projects/a', shape)).toEqual({ id: 'a' });
    answer(200, '{"id":7}');
    await expect(call('/projects/a', shape)).rejects.toMatchObject({ status: 502 });
    answer(200, '<html>');
    await expect(call('/projects/a', shape)).rejects.toMatchObject({ status: 502 });
  });

  it("passes the server's sentence on, and finds one where there is none", async () => {
    answer(409, '{"type":"conflict","title":"Conflict","status":409,"detail":"There is a song already."}');
    await expect(command('/x', { method: 'POST' })).rejects.toThrow('There is a song already.');
    answer(507, 'nginx');
    await expect(call('/x', shape)).rejects.toThrow('The storage is full; nothing was saved.');
    answer(418, '');
    await expect(call('/x', shape)).rejects.toMatchObject({ status: 418 });
  });

  it('tells when nobody answers', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(call('/x', shape)).rejects.toThrow(OFFLINE_SENTENCE);
  });
});

it('has a sentence for whatever was thrown', () => {
  expect(sentenceOf(new Error('No.'))).toBe('No.');
  expect(sentenceOf('odd')).toBe('Something went wrong. Try again.');
});
