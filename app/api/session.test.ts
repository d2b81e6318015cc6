// Sessions: whole and chunked cookies, ended ones, tokens, broken headers, and requests from other sites.

import { encode, type JWT } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '@/contract/durations';
import { startSession, sweepSessions } from '@/platform/accounts/sessions';
import { createUser } from '@/platform/accounts/users';
import { accountKey, failuresPerAccountAndAddress, failuresPerAddress } from '@/server/auth/limits';
import { sessionFromHeaders } from '@/server/auth/session';
import { call, problemIn } from './testing/call';
import { signIn, signOut } from './testing/sign-in';
import { cookieOf, newPerson, openTestStudio, type Person, type TestStudio } from './testing/studio';

let studio: TestStudio;
let ana: Person;

beforeAll(async () => {
  studio = await openTestStudio();
  ana = await newPerson(studio, 'pro');
});
afterAll(() => studio.close());

describe('sessionFromHeaders', () => {
  it('reads a cookie, whole or in pieces', async () => {
    for (const chunks of [1, 2, 3, 11]) {
      const cookie = await cookieOf(ana, { chunks });
      expect(await sessionFromHeaders({ cookie })).toMatchObject({ id: ana.id, plan: 'pro' });
    }
  });

  it('reads a token, whatever the scheme is spelled like', async () => {
    const authorization = `bearer ${ana.token}`;
    expect(await sessionFromHeaders({ authorization })).toMatchObject({ id: ana.id });
  });

  it('gives nobody for everything else', async () => {
    const cookie = await cookieOf(ana);
    const broken = [
      {},
      { cookie: '' },
      { cookie: 'next-auth.session-token=%E0%A4%A' },
      { cookie: cookie.slice(0, -5) },
      { cookie: await cookieOf(ana, { secret: 'somebody else knows this one' }) },
      { authorization: 'Bearer' },
      { authorization: 'Bearer %E0%A4%A' },
      { authorization: 'Basic YTpi', cookie },
      { authorization: `Bearer ${ana.token} x` },
    ];
    for (const headers of broken) expect(await sessionFromHeaders(headers)).toBeNull();
  });

  it('takes no cookie of before sessions were rows, and none of another account', async () => {
    const ben = await newPerson(studio);
    const secret = 'a secret for tests alone';
    const cookie = async (token: JWT) => `next-auth.session-token=${await encode({ token, secret })}`;
    expect(
      await sessionFromHeaders({ cookie: await cookie({ userId: ben.id, sessionEpoch: 0 }) }),
    ).toBeNull();
    const sessionId = await startSession(ana.id, null);
    expect(await sessionFromHeaders({ cookie: await cookie({ userId: ben.id, sessionId }) })).toBeNull();
  });

  it.each([
    ['30 days without use', { lastSeenAt: new Date(Date.now() - 30 * DAY_MS) }],
    ['90 days whatever its use', { expiresAt: new Date(Date.now() - 1) }],
  ])('ends after %s', async (_when, data) => {
    const ben = await newPerson(studio);
    const cookie = await cookieOf(ben);
    expect(await sessionFromHeaders({ cookie })).not.toBeNull();
    await studio.database.prisma.session.updateMany({ where: { userId: ben.id }, data });
    expect(await sessionFromHeaders({ cookie })).toBeNull();
    await sweepSessions(new Date());
    expect(await studio.database.prisma.session.count({ where: { userId: ben.id } })).toBe(0);
  });
});

describe('changes by cookie', () => {
  const change = async (headers: Record<string, string>) =>
    call('POST', '/projects', {
      json: { name: 'Mine' },
      headers: { cookie: await cookieOf(ana), ...headers },
    });

  it('count when our own page sent them', async () => {
    expect((await change({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    expect((await change({ origin: 'http://studio.example' })).status).toBe(201);
  });

  it('do not count from anywhere else', async () => {
    const foreign: Record<string, string>[] = [
      {},
      { origin: 'http://evil.example' },
      { origin: 'http://studio.example:81' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', origin: 'http://studio.example' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) expect(await problemIn(await change(headers))).toMatch(/^403 .*API token/);
  });

  it('need no origin to read', async () => {
    const response = await call('GET', '/me', { headers: { cookie: await cookieOf(ana) } });
    expect(await response.json()).toMatchObject({
      id: ana.id,
      plan: 'pro',
      limits: { formats: ['mp3', 'wav', 'flac'] },
    });
  });
});

describe('signing up and in', () => {
  const signUp = (json: unknown) => call('POST', '/auth/sign-up', { json });

  it('opens a Free account, once per email', async () => {
    const form = { email: 'New@Example.com', password: 'long enough' };
    expect(await problemIn(await signUp({ ...form, plan: 'pro' }))).toBe(
      '400 There is no field "plan" here.',
    );
    const response = await signUp(form);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ email: 'new@example.com', name: 'new' });
    const user = await studio.database.prisma.user.findUniqueOrThrow({ where: { email: 'new@example.com' } });
    expect(user.plan).toBe('free');
    const again = await problemIn(await signUp(form));
    expect(again).toBe('409 There is already an account with this email. Sign in instead.');
  });

  it('describes an invalid form in one message', async () => {
    expect(await problemIn(await signUp({ email: 'x', password: 'long enough' }))).toMatch(
      /^400 Give an email/,
    );
    expect(await problemIn(await signUp({ email: 'x@example.com', password: 'short' }))).toMatch(
      /8 characters/,
    );
    const noJson = await call('POST', '/auth/sign-up', { headers: { 'content-type': 'text/plain' } });
    expect(await problemIn(noJson)).toBe('400 Send the request as application/json.');
  });

  it('gives a session for the right password and none for a wrong one', async () => {
    await createUser({ email: 'cy@example.com', password: 'the right one' });
    const { cookie } = await signIn('CY@example.com', 'the right one');
    expect(await sessionFromHeaders({ cookie: cookie ?? '' })).toMatchObject({ email: 'cy@example.com' });
    const wrong = await signIn('cy@example.com', 'a wrong one');
    expect(wrong).toMatchObject({ cookie: null, url: expect.stringContaining('CredentialsSignin') });
    expect((await signIn('nobody@example.com', 'the right one')).url).toBe(wrong.url);
  });

  it('stops guessing, but only where it comes from', async () => {
    await createUser({ email: 'di@example.com', password: 'the right one' });
    for (let i = 0; i < 10; i++) {
      await failuresPerAccountAndAddress.spend(`${accountKey('di@example.com')} 10.6.6.6`);
    }
    const guesser = await signIn('di@example.com', 'the right one', '10.6.6.6');
    expect(guesser.cookie).toBeNull();
    expect(decodeURIComponent(guesser.url)).toContain('Too many failed sign-ins');
    expect((await signIn('di@example.com', 'the right one', '10.0.0.5')).cookie).not.toBeNull();
  });

  it('stops trying many accounts from one address, and lets others sign in', async () => {
    await createUser({ email: 'em@example.com', password: 'the right one' });
    await failuresPerAddress.spend('2001:db8:7:7::/64', 60);
    const sprayer = await signIn('em@example.com', 'the right one', '2001:db8:7:7::abcd');
    expect(sprayer.cookie).toBeNull();
    expect(decodeURIComponent(sprayer.url)).toContain('Too many failed sign-ins');
    expect((await signIn('em@example.com', 'the right one', '2001:db8:7:8::abcd')).cookie).not.toBeNull();
  });

  it('does not count a success, and keeps other failures of the address counted', async () => {
    await createUser({ email: 'fo@example.com', password: 'the right one' });
    await failuresPerAddress.spend('10.8.8.8', 59);
    expect((await signIn('fo@example.com', 'the right one', '10.8.8.8')).cookie).not.toBeNull();
    expect((await signIn('fo@example.com', 'the right one', '10.8.8.8')).cookie).not.toBeNull();
    expect((await signIn('fo@example.com', 'a wrong one', '10.8.8.8')).cookie).toBeNull();
    expect((await signIn('fo@example.com', 'the right one', '10.8.8.8')).cookie).toBeNull();
  });

  it('names the browser of a session and ends it with signing out', async () => {
    await createUser({ email: 'gu@example.com', password: 'the right one' });
    const { cookie } = await signIn('gu@example.com', 'the right one');
    if (!cookie) throw new Error('Nobody signed in.');
    expect(await sessionFromHeaders({ cookie })).not.toBeNull();
    await signOut(cookie);
    expect(await sessionFromHeaders({ cookie })).toBeNull();
  });
});
