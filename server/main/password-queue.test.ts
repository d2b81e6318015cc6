// Requests with passwords: whole before they wait, one at a time, few per address, and refused without reaching a page.
import { once } from 'node:events';
import { request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeBus } from '@/platform/bus';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { failuresPerAddress } from '@/server/auth/limits';
import { PASSWORD_QUEUE_LIMITS } from './password-queue';
import { passwordActionOf } from './password-requests';
import { type StudioServer, startStudioServer } from './studio-server';

const SIGN_IN = '/api/auth/callback/credentials';
const SIGN_UP = '/api/v1/auth/sign-up';

let database: TestDatabase;
let server: StudioServer;
/** What reached the pages, in order, and how many were there at once. */
let reached: string[] = [];
let [inside, most] = [0, 0];
let letGo = Promise.resolve();

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startStudioServer({
    host: '127.0.0.1',
    port: 0,
    passwordLimits: { ...PASSWORD_QUEUE_LIMITS, waiting: 3, perAddress: 3, bodyMs: 300, refusalMs: 0 },
    async pages(request, response) {
      inside += 1;
      most = Math.max(most, inside);
      const body = await text(request);
      reached.push(`${request.method} ${request.headers['x-forwarded-for']} ${body}`);
      await letGo;
      inside -= 1;
      response.end('a page');
    },
  });
});
afterEach(() => {
  [reached, inside, most, letGo] = [[], 0, 0, Promise.resolve()];
});
afterAll(async () => {
  await server.stop();
  await closeBus();
  await database.close();
});

interface Sent {
  readonly path?: string;
  /** The address of this machine to send from; all of 127.0.0.0/8 are its own. */
  readonly from?: string;
  readonly headers?: Record<string, string>;
}

async function post(body: string, { path = SIGN_IN, from = '127.0.0.1', headers = {} }: Sent = {}) {
  const options = { port: server.port, method: 'POST', path, localAddress: from, headers };
  const request = sendRequest({ host: '127.0.0.1', ...options });
  request.on('error', () => undefined);
  request.end(body);
  const [response] = await once(request, 'response');
  return { status: Number(response.statusCode), headers: response.headers, text: await text(response) };
}

/** Keeps whoever is inside there until it is called. */
function shut(): () => void {
  let open = () => {};
  letGo = new Promise((resolve) => {
    open = resolve;
  });
  return open;
}

const untilReached = (count: number) => expect.poll(() => reached.length).toBe(count);

describe('the queue for passwords', () => {
  it('passes a whole request on unchanged, and does not delay others', async () => {
    expect(await post('email=a&password=b')).toMatchObject({ status: 200, text: 'a page' });
    expect(await post('', { path: SIGN_UP })).toMatchObject({ status: 200 });
    const open = shut();
    const waiting = post('first');
    await untilReached(3);
    const other = fetch(`http://127.0.0.1:${server.port}/api/v1/me`);
    await untilReached(4);
    open();
    await Promise.all([waiting, other]);
    expect(reached.slice(0, 2)).toEqual(['POST 127.0.0.1 email=a&password=b', 'POST 127.0.0.1 ']);
    expect(reached[3]).toMatch(/^GET /);
  });

  it('lets one in at a time and refuses what goes beyond the share of its address', async () => {
    const open = shut();
    const all = ['1', '2', '3', '4'].map((body) => post(body));
    // One is answered while nobody is let go: the one that found the share of its address taken.
    const refused = await Promise.race(all);
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
    const { url } = JSON.parse(refused.text) as { url: string };
    expect(new URL(url).searchParams.get('error')).toMatch(/^Too many passwords came from this address/);
    const signUp = await post('5', { path: SIGN_UP });
    expect(JSON.parse(signUp.text)).toMatchObject({ status: 429, type: 'urn:isomix:too-many-requests' });
    const form = await post('6', { headers: { accept: 'text/html' } });
    expect(form).toMatchObject({ status: 303, headers: { location: url } });
    const elsewhere = post('7', { from: '127.9.9.9' });
    open();
    const statuses = (await Promise.all([...all, elsewhere])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 429]);
    expect(most).toBe(1);
    expect(reached).toHaveLength(4);
  });

  it('refuses whoever finds no place in the queue', async () => {
    const open = shut();
    const first = post('0');
    await untilReached(1);
    const all = [1, 2, 3, 4].map((network) => post('x', { from: `127.${network}.0.1` }));
    const refused = await Promise.race(all);
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    open();
    const statuses = (await Promise.all([first, ...all])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 503]);
  });

  it('lets others pass while a request arrives slowly, and refuses it in time', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`POST ${SIGN_UP} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf`);
    const slow = text(socket);
    await expect(post('whole')).resolves.toMatchObject({ status: 200 });
    expect(await slow).toMatch(/^HTTP\/1.1 408 /);
    expect(reached).toEqual(['POST 127.0.0.1 whole']);
  });

  it('refuses bodies that no form has, announced or not', async () => {
    expect(await post('x'.repeat(20_000))).toMatchObject({ status: 413 });
    const chunked = { 'transfer-encoding': 'chunked' };
    expect(await post('x'.repeat(20_000), { headers: chunked })).toMatchObject({ status: 413 });
    expect(reached).toEqual([]);
  });

  it('refuses an address that failed too often before anything is looked up', async () => {
    await failuresPerAddress.spend('127.0.0.77', 60);
    expect(await post('x', { from: '127.0.0.77' })).toMatchObject({ status: 429 });
    expect(await post('x', { from: '127.0.0.77', path: SIGN_UP })).toMatchObject({ status: 200 });
    expect(reached).toHaveLength(1);
  });

  it('gives the place of whoever leaves to others', async () => {
    const open = shut();
    const first = post('first');
    await untilReached(1);
    for (let i = 0; i < 6; i++) {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(`POST ${SIGN_IN} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nleft`);
      await once(socket, 'connect');
      socket.destroy();
    }
    open();
    expect(await first).toMatchObject({ status: 200 });
    await expect.poll(async () => (await post('last')).status).toBe(200);
  });
});

describe('passwordActionOf', () => {
  it.each([
    ['/api/auth/callback/credentials', 'sign-in'],
    ['/api/auth/callback/credential%73?x=1', 'sign-in'],
    ['/api/auth/callback/credentials/more', 'sign-in'],
    ['//api//auth/callback/credentials', 'sign-in'],
    ['/api/./v1/../auth\\callback/credentials', 'sign-in'],
    ['http://other.test/api/auth/callback/credentials', 'sign-in'],
    ['/api/v1/auth/sign-up/', 'sign-up'],
    ['/api/v1/me/passwor%64', 'change'],
    ['/api/auth/signout', null],
    ['/api/v1/me', null],
    ['/%', null],
    ['', null],
  ])('sees %s as %s', (target, action) => {
    expect(passwordActionOf('POST', target)).toBe(action);
    expect(passwordActionOf('GET', target)).toBeNull();
  });
});
