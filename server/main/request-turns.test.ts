// Turns of requests: one person's flood waits by itself, a turn ends as its answer begins, and too many are refused.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { required } from '@/contract/required';
import { addLogContext, withLogContext } from '@/platform/log';
import { sendProblem } from '../http/send-problem';
import { RequestTurns } from './request-turns';

let server: Server;
let origin: string;
/** The requests that reached the pages and are not answered yet, by their token. */
let inside: { readonly token: string; readonly response: ServerResponse }[];

/**
 * Pages that leave requests open until the test answers. Tokens of one user begin alike, as `ana-1` and
 * `ana-2` do; those that begin with `made up` belong to no one.
 */
async function pages(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const token = request.headers.authorization ?? 'nobody';
  const [owner = ''] = token.split('-');
  if (!/^(?:nobody|made up)/.test(owner)) addLogContext({ userId: owner });
  inside.push({ token, response });
  response.once('close', () => {
    inside = inside.filter((each) => each.response !== response);
  });
  await once(response, 'close');
}

beforeEach(async () => {
  inside = [];
  const turns = new RequestTurns(pages);
  server = createServer((request, response) => {
    withLogContext({}, () => turns.answer(request, response).catch((error) => sendProblem(error, response)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const ask = (token: string, path = '/api/v1/me', signal?: AbortSignal) =>
  fetch(origin + path, { headers: { authorization: token, connection: 'close' }, signal });

/** Has the turns know whose some tokens are, as they do after the first answer to each. */
async function introduce(...tokens: readonly string[]): Promise<void> {
  for (const token of tokens) {
    const answer = ask(token);
    await expect.poll(() => waitingFor(token)).toBe(1);
    answerAll();
    await answer;
  }
}

const flood = (count: number, token: (index: number) => string, path?: string) =>
  Array.from({ length: count }, (_, index) => ask(token(index), path).catch(() => null));

const waitingFor = (token: string) => inside.filter((each) => each.token.startsWith(token)).length;

const answerAll = () => {
  for (const { response } of inside) response.end('an answer');
};

describe('turns of requests', () => {
  it('lets two of one person in at once, and another person past them', async () => {
    await introduce('ana', 'ben');
    flood(20, () => 'ana');
    await expect.poll(() => waitingFor('ana')).toBe(2);
    const other = ask('ben');
    await expect.poll(() => waitingFor('ben')).toBe(1);
    expect(waitingFor('ana')).toBe(2);
    answerAll();
    expect((await other).status).toBe(200);
  });

  it('adds two listeners to an answer, since Node warns of more than ten and Next brings most of them', async () => {
    ask('ana-1').catch(() => null);
    await expect.poll(() => waitingFor('ana')).toBe(1);
    const ofThesePages = 2;
    expect(required(inside[0], 'A request inside').response.listenerCount('close') - ofThesePages).toBe(2);
    answerAll();
  });

  it('answers everybody in the end', async () => {
    const all = flood(20, () => 'ana');
    const timer = setInterval(answerAll, 5);
    const statuses = (await Promise.all(all)).map((answer) => answer?.status);
    clearInterval(timer);
    expect(statuses).toEqual(Array(20).fill(200));
  });

  it('counts the tokens of one person together, once it knows whose they are', async () => {
    await introduce(...Array.from({ length: 6 }, (_, index) => `ana-${index}`), 'ben');
    flood(12, (index) => `ana-${index % 6}`);
    await expect.poll(() => waitingFor('ana')).toBe(2);
    ask('ben').catch(() => null);
    await expect.poll(() => waitingFor('ben')).toBe(1);
    expect(waitingFor('ana')).toBe(2);
  });

  it('counts made-up credentials of one address together, and lets those past whose account is known', async () => {
    await introduce('ben');
    flood(20, (index) => `made up ${index}`);
    await expect.poll(() => waitingFor('made up')).toBe(2);
    const known = ask('ben');
    await expect.poll(() => waitingFor('ben')).toBe(1);
    expect(waitingFor('made up')).toBe(2);
    answerAll();
    await known;
  });

  it('lets eight people of one address in at once', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `person${index}`);
    await introduce(...names);
    for (const name of names) flood(2, () => name);
    await expect.poll(() => waitingFor('person')).toBe(8);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(waitingFor('person')).toBe(8);
  });

  it('ends the turn of a download as its first bytes leave, and of an upload after a second', async () => {
    await introduce('ana', 'ben');
    flood(3, () => 'ana');
    await expect.poll(() => waitingFor('ana')).toBe(2);
    inside[0]?.response.write('the first bytes');
    await expect.poll(() => waitingFor('ana')).toBe(3);
    flood(2, () => 'ana');
    await expect.poll(() => waitingFor('ana'), { timeout: 5_000 }).toBe(5);
  });

  it('keeps pages, operations, files and health apart', async () => {
    await introduce('ana', 'ben');
    flood(3, () => 'ana', '/projects/1');
    flood(12, () => 'ana', '/api/v1/media/token/drums/0');
    flood(3, () => 'ana', '/api/v1/health');
    flood(3, () => 'ana', '/api/v1/projects');
    await expect.poll(() => waitingFor('ana')).toBe(1 + 8 + 2 + 2);
  });

  it('gives the place of somebody who left to the next', async () => {
    await introduce('ana', 'ben');
    const left = new AbortController();
    for (let i = 0; i < 10; i++) ask('ana', '/api/v1/me', left.signal).catch(() => null);
    await expect.poll(() => waitingFor('ana')).toBe(2);
    left.abort();
    await expect.poll(() => waitingFor('ana')).toBe(0);
    ask('ana').catch(() => null);
    await expect.poll(() => waitingFor('ana')).toBe(1);
  });

  it('rejects requests beyond sixty-four waiting ones with a message', async () => {
    await introduce('ana', 'ben');
    const all = flood(67, () => 'ana');
    const refused = await Promise.race(all);
    expect(refused?.status).toBe(429);
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect(await refused?.json()).toMatchObject({
      detail: 'Too many of your requests are waiting; send fewer at once.',
    });
    expect(waitingFor('ana')).toBe(2);
  });

  it('delays whoever asks on and on, and nobody else', async () => {
    await introduce('ana', 'ben');
    let answered = 0;
    const all = flood(60, () => 'ana');
    for (const each of all) void each.then(() => (answered += 1));
    // Turns of 70 ms, each of which counts for 60: the first second of them is used up long before the sixtieth.
    const timer = setInterval(answerAll, 70);
    // Longer than the moment between an answer and the next turn.
    const isHeldUp = async () => {
      if (waitingFor('ana') > 0) return false;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return answered > 0 && answered < 60 && waitingFor('ana') === 0;
    };
    await expect.poll(isHeldUp, { timeout: 20_000 }).toBe(true);
    expect((await ask('ben')).status).toBe(200);
    expect(answered).toBeLessThan(60);
    clearInterval(timer);
  });
});
