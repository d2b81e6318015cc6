// What lets somebody in, and how it ends: sessions, API tokens with scopes, the password.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiToken, resolveApiToken } from '@/platform/accounts/api-tokens';
import { createUser } from '@/platform/accounts/users';
import { subscribe } from '@/platform/bus';
import type { BusEvent } from '@/platform/bus-events';
import { sessionFromHeaders } from '@/server/auth/session';
import { type CallOptions, call, type Method, problemIn } from './testing/call';
import { signIn } from './testing/sign-in';
import {
  cookieOf,
  newPerson,
  newProject,
  openTestStudio,
  type Person,
  type TestStudio,
} from './testing/studio';

let studio: TestStudio;
const heard: BusEvent[] = [];

beforeAll(async () => {
  studio = await openTestStudio();
  await subscribe((event) => heard.push(event));
});
afterAll(() => studio.close());

/** Sends a request as one of our pages in a browser would. */
const fromPage = (cookie: string, method: Method, path: string, json?: unknown) =>
  call(method, path, { json, headers: { cookie, 'sec-fetch-site': 'same-origin' } });

interface SessionView {
  readonly id: string;
  readonly device: string;
  readonly current: boolean;
}

async function sessionsOf(cookie: string): Promise<SessionView[]> {
  const response = await fromPage(cookie, 'GET', '/me/sessions');
  return ((await response.json()) as { sessions: SessionView[] }).sessions;
}

const isIn = async (cookie: string) => (await sessionFromHeaders({ cookie })) !== null;

describe('sessions', () => {
  it('are listed with this one first, and end one by one', async () => {
    const ana = await newPerson(studio);
    const [here, there] = [await cookieOf(ana), await cookieOf(ana)];
    const sessions = await sessionsOf(here);
    expect(sessions.map(({ current }) => current)).toEqual([true, false]);
    expect((await fromPage(here, 'DELETE', `/me/sessions/${sessions[1]?.id}`)).status).toBe(204);
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    expect((await fromPage(here, 'DELETE', `/me/sessions/${sessions[1]?.id}`)).status).toBe(404);
    await expect.poll(() => heard).toContainEqual({ type: 'access-ended', userId: ana.id });
  });

  it('end everywhere, or everywhere else', async () => {
    const ana = await newPerson(studio);
    const cookies = [await cookieOf(ana), await cookieOf(ana), await cookieOf(ana)] as const;
    expect((await fromPage(cookies[0], 'DELETE', '/me/sessions?keep_current=true')).status).toBe(204);
    expect(await Promise.all(cookies.map(isIn))).toEqual([true, false, false]);
    expect((await fromPage(cookies[0], 'DELETE', '/me/sessions')).status).toBe(204);
    expect(await isIn(cookies[0])).toBe(false);
    expect((await call('GET', '/me', { as: ana })).status).toBe(200);
  });

  it('of others are nobody’s business', async () => {
    const [ana, ben] = [await newPerson(studio), await newPerson(studio)];
    const [hers, his] = [await cookieOf(ana), await cookieOf(ben)];
    const [session] = await sessionsOf(his);
    expect((await fromPage(hers, 'DELETE', `/me/sessions/${session?.id}`)).status).toBe(404);
    await fromPage(hers, 'DELETE', '/me/sessions');
    expect(await isIn(his)).toBe(true);
  });

  it('cannot be ended by another site', async () => {
    const cookie = await cookieOf(await newPerson(studio));
    const headers = { cookie, 'sec-fetch-site': 'cross-site' };
    expect((await call('DELETE', '/me/sessions', { headers })).status).toBe(403);
    expect(await isIn(cookie)).toBe(true);
  });
});

describe('API tokens', () => {
  const create = async (person: Person, json: object) =>
    fromPage(await cookieOf(person), 'POST', '/me/tokens', json);

  async function newToken(person: Person, json: object): Promise<{ id: string; token: string }> {
    const response = await create(person, json);
    expect(response.status).toBe(201);
    return (await response.json()) as { id: string; token: string };
  }

  it('are shown once, listed without their secret, and revoked', async () => {
    const ana = await newPerson(studio);
    const made = await newToken(ana, { label: 'a script' });
    expect(made).toMatchObject({ label: 'a script', scopes: ['read', 'write'], expires_at: null });
    expect((await call('GET', '/me', { as: made })).status).toBe(200);
    const list = await (await call('GET', '/me/tokens', { as: made })).text();
    expect(list).not.toContain(made.token);
    expect(JSON.parse(list).tokens[0]).toMatchObject({ id: made.id, current: true });
    expect(JSON.parse(list).tokens[0].last_used_at).not.toBeNull();
    const ben = await newPerson(studio);
    expect((await call('DELETE', `/me/tokens/${made.id}`, { as: ben })).status).toBe(404);
    expect((await call('DELETE', `/me/tokens/${made.id}`, { as: ana })).status).toBe(204);
    expect(await problemIn(await call('GET', '/me', { as: made }))).toMatch(/^401 /);
    await expect.poll(() => heard).toContainEqual({ type: 'access-ended', userId: ana.id });
  });

  it('stop at their expiry', async () => {
    const ana = await newPerson(studio);
    const made = await newToken(ana, { label: 'short', expires_in_days: 1 });
    expect((await call('GET', '/me', { as: made })).status).toBe(200);
    const data = { expiresAt: new Date(Date.now() - 1) };
    await studio.database.prisma.apiToken.update({ where: { id: made.id }, data });
    expect((await call('GET', '/me', { as: made })).status).toBe(401);
  });

  it('that may only read change nothing, whatever the person may do', async () => {
    const ana = await newPerson(studio);
    const projectId = await newProject(studio, ana);
    const as = await newToken(ana, { label: 'reader', scopes: ['read'] });
    const refused: ReadonlyArray<readonly [Method, string, CallOptions]> = [
      ['POST', '/projects', { json: { name: 'Mine' } }],
      ['PATCH', `/projects/${projectId}`, { json: { name: 'Other' } }],
      ['DELETE', `/projects/${projectId}`, {}],
      ['POST', `/projects/${projectId}/chat`, { json: { text: 'Hello' } }],
      ['POST', `/projects/${projectId}/invites`, { json: { role: 'viewer' } }],
      ['POST', '/upload/base-track', { form: new FormData() }],
      ['DELETE', '/me/sessions', {}],
      ['DELETE', `/me/tokens/${as.id}`, {}],
      ['POST', '/me/tokens', { json: { label: 'more', scopes: ['write'] } }],
      ['POST', '/me/password', { json: { current_password: 'a', new_password: 'long enough' } }],
      ['GET', '/automix/any/set?delete=true', {}],
    ];
    for (const [method, path, options] of refused) {
      expect(await problemIn(await call(method, path, { ...options, as }))).toMatch(
        /^403 This API token may only read/,
      );
    }
    expect((await call('GET', `/projects/${projectId}`, { as })).status).toBe(200);
  });

  it('make no further tokens', async () => {
    const ana = await newPerson(studio);
    const response = await call('POST', '/me/tokens', { as: ana, json: { label: 'more' } });
    expect(await problemIn(response)).toMatch(/^403 API tokens are made on the settings page/);
  });

  it('need a label and known scopes', async () => {
    const ana = await newPerson(studio);
    for (const json of [
      {},
      { label: ' ' },
      { label: 'a', scopes: [] },
      { label: 'a', scopes: ['admin'] },
      { label: 'a', expires_in_days: 0 },
      { label: 'a\0b' },
    ]) {
      expect((await create(ana, json)).status).toBe(400);
    }
  });
});

describe('the password', () => {
  it('changes for who knows it, ends the other sessions, and the tokens where that is asked', async () => {
    await createUser({ email: 'pia@example.com', password: 'the first one' });
    const [here, there] = [
      (await signIn('pia@example.com', 'the first one')).cookie ?? '',
      (await signIn('pia@example.com', 'the first one')).cookie ?? '',
    ];
    const pia = await studio.database.prisma.user.findUniqueOrThrow({ where: { email: 'pia@example.com' } });
    const token = await createApiToken(pia.id, 'of a script');
    const change = (current_password: string, new_password: string, revoke_tokens?: boolean) =>
      fromPage(here, 'POST', '/me/password', { current_password, new_password, revoke_tokens });
    expect(await problemIn(await change('a wrong one', 'the second one'))).toBe(
      '403 The current password is not right.',
    );
    expect(await problemIn(await change('the first one', 'short'))).toMatch(/^400 /);
    expect(await problemIn(await change('the first one', 'the first one'))).toMatch(/^400 .*choose another/);
    expect([await isIn(here), await isIn(there)]).toEqual([true, true]);
    expect((await change('the first one', 'the second one')).status).toBe(204);
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    expect(await resolveApiToken(token)).not.toBeNull();
    expect((await change('the second one', 'the third one', true)).status).toBe(204);
    expect([await isIn(here), await resolveApiToken(token)]).toEqual([true, null]);
    expect((await signIn('pia@example.com', 'the first one')).cookie).toBeNull();
    expect((await signIn('pia@example.com', 'the third one')).cookie).not.toBeNull();
  }, 120_000);

  it('does not exist for who signs in by another service', async () => {
    const json = { current_password: 'x', new_password: 'long enough' };
    const response = await call('POST', '/me/password', { as: await newPerson(studio), json });
    expect(await problemIn(response)).toMatch(/^409 This account signs in by another service/);
  });
});
