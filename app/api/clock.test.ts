// A process whose clock is wrong judges sessions, tokens, links and the day's allowances as all others do.

import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { DAY_MS } from '@/contract/durations';
import { issueApiToken, resolveApiToken } from '@/platform/accounts/api-tokens';
import { listSessions, resolveSession, startSession } from '@/platform/accounts/sessions';
import { getPrisma } from '@/platform/database/client';
import { databaseNow, studioNow } from '@/platform/database/clock';
import { hasSignedLink, signedLink } from '@/server/http/signed-link';
import { chargeFiles, readUsage } from '@/server/usage/usage';
import { call } from './testing/call';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';

const YEAR_MS = 365 * DAY_MS;

let studio: TestStudio;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  studio = await openTestStudio();
  [ana, ben] = [await newPerson(studio, 'pro'), await newPerson(studio)];
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => studio.close());

/** Sets this process's clock, and nobody else's, as if it had been so all along. */
function setClock(offsetMs: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offsetMs });
}

it.each([YEAR_MS, -YEAR_MS])('with a clock that is %i ms ahead', async (offset) => {
  const project = await newProject(studio, ana);
  const before = {
    session: await startSession(ana.id, null),
    token: await issueApiToken(ana.id, { label: 'a day', days: 1 }),
    link: signedLink('mix-download', 'a', 'http://studio.example/a'),
  };
  const invite = { json: { role: 'editor', expires_in_h: 1 }, as: ana };
  const made = (await (await call('POST', `/projects/${project}/invites`, invite)).json()) as { url: string };
  await chargeFiles(ana, 1);
  setClock(offset);
  expect((await resolveSession(before.session, ana.id))?.id).toBe(ana.id);
  expect(await resolveApiToken(before.token.token)).not.toBeNull();
  expect(hasSignedLink('mix-download', 'a', before.link)).toBe(true);
  const secret = made.url.split('/').at(-1);
  expect((await call('POST', `/invites/${secret}/accept`, { as: ben })).status).toBe(200);
  expect((await readUsage(ana.id)).get('file')).toBeGreaterThan(0);
  const { id } = (await listSessions(ana.id))[0] ?? {};
  const row = await getPrisma().session.findUniqueOrThrow({ where: { id: id ?? '' } });
  expect(Math.abs(row.lastSeenAt.getTime() - (await databaseNow()).getTime())).toBeLessThan(120_000);
});

it.each([YEAR_MS, -YEAR_MS])('writes what others judge with a clock that is %i ms ahead', async (offset) => {
  setClock(offset);
  const [session, { row }] = [
    await startSession(ana.id, null),
    await issueApiToken(ana.id, { label: 'a day', days: 1 }),
  ];
  vi.useRealTimers();
  expect(await resolveSession(session, ana.id)).not.toBeNull();
  const leftMs = (row.expiresAt?.getTime() ?? 0) - (await databaseNow()).getTime();
  expect(Math.abs(leftMs - DAY_MS)).toBeLessThan(60_000);
});

it('asks the database again once a minute or when the process has slept, and not for every request', async () => {
  await databaseNow();
  const asked = vi.spyOn(getPrisma(), '$queryRaw');
  const [first, second] = [await studioNow(), await studioNow()];
  expect(asked).not.toHaveBeenCalled();
  expect(second.getTime()).toBeGreaterThanOrEqual(first.getTime());
  setClock(10_000);
  const third = await studioNow();
  expect(asked).toHaveBeenCalledTimes(1);
  expect(third.getTime() - first.getTime()).toBeLessThan(5_000);
  asked.mockRestore();
});
