// Invitations and members through their whole lifecycle, and the events about them on the bus.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscribe } from '@/platform/bus';
import type { BusEvent } from '@/platform/bus-events';
import { PLANS } from '@/server/plans';
import { call, problemIn } from './testing/call';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';

let studio: TestStudio;
let ana: Person;
const heard: BusEvent[] = [];

beforeAll(async () => {
  studio = await openTestStudio();
  ana = await newPerson(studio);
  await subscribe((event) => heard.push(event));
});
afterAll(() => studio.close());

interface Invite {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
}

async function invite(projectId: string, json: object): Promise<Invite> {
  const response = await call('POST', `/projects/${projectId}/invites`, { as: ana, json });
  expect(response.status).toBe(201);
  const made = (await response.json()) as { id: string; url: string };
  return { ...made, secret: made.url.split('/').at(-1) ?? '' };
}

const accept = (secret: string, as: Person) => call('POST', `/invites/${secret}/accept`, { as });

const members = async (projectId: string, as: Person) => {
  const response = await call('GET', `/projects/${projectId}/members`, { as });
  return ((await response.json()) as { members: { user_id: string; role: string; email: string | null }[] })
    .members;
};

describe('an invitation', () => {
  it('shows its offer, adds a member once, and notifies the others', async () => {
    const projectId = await newProject(studio, ana);
    const { url, secret, id } = await invite(projectId, { role: 'viewer', expires_in_h: 1 });
    expect(url).toMatch(/^http:\/\/studio\.example\/invite\/[\w-]{43}$/);
    const offer = await call('GET', `/invites/${secret}`);
    expect(await offer.json()).toEqual({ project_name: 'A project', role: 'viewer', invited_by: ana.name });

    const ben = await newPerson(studio);
    for (let i = 0; i < 2; i++) {
      const joined = await accept(secret, ben);
      expect(await joined.json()).toEqual({ project_id: projectId, kind: 'session', role: 'viewer' });
    }
    const listed = await call('GET', `/projects/${projectId}/invites`, { as: ana });
    expect(await listed.json()).toMatchObject({ invites: [{ id, uses: 1, role: 'viewer' }] });
    await expect.poll(() => heard).toContainEqual({ type: 'membership', projectId, userId: ben.id });
    const rows = JSON.stringify(await studio.database.prisma.invite.findMany());
    expect(rows).not.toContain(secret);
  });

  it('raises a role and never lowers one', async () => {
    const projectId = await newProject(studio, ana);
    const ben = await newPerson(studio);
    const viewer = await invite(projectId, { role: 'viewer' });
    const editor = await invite(projectId, { role: 'editor' });
    const roles: string[] = [];
    for (const { secret } of [viewer, editor, viewer]) {
      roles.push(((await (await accept(secret, ben)).json()) as { role: string }).role);
    }
    expect(roles).toEqual(['viewer', 'editor', 'editor']);
    expect(await (await accept(viewer.secret, ana)).json()).toMatchObject({ role: 'owner' });
  });

  it('ends when it is withdrawn or its time is over', async () => {
    const projectId = await newProject(studio, ana);
    const ben = await newPerson(studio);
    const { id, secret } = await invite(projectId, { role: 'editor' });
    expect((await call('DELETE', `/projects/${projectId}/invites/${id}`, { as: ana })).status).toBe(204);
    expect(await problemIn(await accept(secret, ben))).toMatch(/^410 This invitation was withdrawn/);
    expect((await call('GET', `/invites/${secret}`)).status).toBe(410);

    const late = await invite(projectId, { role: 'editor' });
    const expired = { where: { id: late.id }, data: { expiresAt: new Date(Date.now() - 1) } };
    await studio.database.prisma.invite.update(expired);
    expect(await problemIn(await accept(late.secret, ben))).toMatch(/^410 This invitation has expired/);
    expect(await problemIn(await accept('A'.repeat(43), ben))).toBe('404 There is no such invitation.');
    const other = await newProject(studio, ana);
    expect((await call('DELETE', `/projects/${other}/invites/${late.id}`, { as: ana })).status).toBe(404);
    expect(await members(projectId, ana)).toHaveLength(1);
  });

  it('offers editor or viewer, for 90 days at most', async () => {
    const projectId = await newProject(studio, ana);
    const refused = async (json: object) =>
      problemIn(await call('POST', `/projects/${projectId}/invites`, { as: ana, json }));
    expect(await refused({ role: 'owner' })).toBe('400 The role is "editor" or "viewer".');
    expect(await refused({ role: 'viewer', expires_in_h: 0 })).toMatch(/^400 /);
    expect(await refused({ role: 'viewer', expires_in_h: 10_000 })).toMatch(/^400 .*90 days/);
  });

  it('does not fill a project beyond its owner’s plan, even when all come at once', async () => {
    const projectId = await newProject(studio, ana);
    const { secret } = await invite(projectId, { role: 'viewer' });
    const crowd = await Promise.all(
      Array.from({ length: PLANS.free.maxMembers + 1 }, () => newPerson(studio)),
    );
    const answers = await Promise.all(crowd.map((person) => accept(secret, person)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 200, 200, 402, 402]);
    expect(await members(projectId, ana)).toHaveLength(PLANS.free.maxMembers);
  });
});

describe('an invitation for a number of people', () => {
  it('lets in that many, keeps its promise to who is in, and leaves the list', async () => {
    const projectId = await newProject(studio, ana);
    const { secret } = await invite(projectId, { role: 'viewer', max_uses: 1 });
    const crowd = [await newPerson(studio), await newPerson(studio)];
    const answers = await Promise.all(crowd.map((person) => accept(secret, person)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
    const [first] = answers[0]?.status === 200 ? crowd : crowd.toReversed();
    if (!first) throw new Error('Nobody came in.');
    expect((await accept(secret, first)).status).toBe(200);
    expect(await problemIn(await call('GET', `/invites/${secret}`))).toMatch(/^410 .*used as often/);
    const listed = await call('GET', `/projects/${projectId}/invites`, { as: ana });
    expect(await listed.json()).toEqual({ invites: [] });
  });

  it('is for a whole number of people', async () => {
    const projectId = await newProject(studio, ana);
    for (const max_uses of [0, 1.5, 100_000, 'one']) {
      const json = { role: 'viewer', max_uses };
      const response = await call('POST', `/projects/${projectId}/invites`, { as: ana, json });
      expect(response.status).toBe(400);
    }
  });
});

describe('somebody whom the owner removed', () => {
  const remove = (projectId: string, person: Person) =>
    call('DELETE', `/projects/${projectId}/members/${person.id}`, { as: ana });

  it('does not come back by a link of before, but by one made afterwards', async () => {
    const projectId = await newProject(studio, ana);
    const [ben, cy, newcomer] = [await newPerson(studio), await newPerson(studio), await newPerson(studio)];
    const joined = await invite(projectId, { role: 'editor' });
    const other = await invite(projectId, { role: 'viewer' });
    for (const person of [ben, cy]) expect((await accept(joined.secret, person)).status).toBe(200);
    expect((await remove(projectId, ben)).status).toBe(204);

    expect(await problemIn(await accept(joined.secret, ben))).toMatch(/^410 This invitation was withdrawn/);
    expect(await problemIn(await accept(other.secret, ben))).toMatch(
      /^403 The owner has changed your access/,
    );
    expect((await call('GET', `/projects/${projectId}`, { as: ben })).status).toBe(404);
    // Other members keep their access, get a message for the ended link, and can join with the other one.
    expect((await call('GET', `/projects/${projectId}`, { as: cy })).status).toBe(200);
    expect(await problemIn(await accept(joined.secret, newcomer))).toMatch(/^410 .*ask for a new one/);
    expect((await accept(other.secret, newcomer)).status).toBe(200);

    const again = await invite(projectId, { role: 'viewer' });
    expect((await accept(again.secret, ben)).status).toBe(200);
    expect((await accept(again.secret, ben)).status).toBe(200);
  });

  it('is not who leaves by themselves', async () => {
    const projectId = await newProject(studio, ana);
    const ben = await newPerson(studio);
    const { secret } = await invite(projectId, { role: 'viewer' });
    await accept(secret, ben);
    const left = await call('DELETE', `/projects/${projectId}/members/${ben.id}`, { as: ben });
    expect(left.status).toBe(204);
    expect((await accept(secret, ben)).status).toBe(200);
  });
});

describe('somebody whose role the owner lowered', () => {
  const [set, leave] = [
    (projectId: string, person: Person, role: string) =>
      call('PATCH', `/projects/${projectId}/members/${person.id}`, { as: ana, json: { role } }),
    (projectId: string, person: Person) =>
      call('DELETE', `/projects/${projectId}/members/${person.id}`, { as: person }),
  ];
  const roleBy = async (secret: string, person: Person): Promise<unknown> =>
    ((await (await accept(secret, person)).json()) as { role?: string }).role;

  it('keeps that role whichever link of before they follow, until there is a new one', async () => {
    const projectId = await newProject(studio, ana);
    const ben = await newPerson(studio);
    const [used, unused] = [
      await invite(projectId, { role: 'editor' }),
      await invite(projectId, { role: 'editor' }),
    ];
    await accept(used.secret, ben);
    expect((await set(projectId, ben, 'viewer')).status).toBe(204);
    for (const { secret } of [used, unused]) expect(await roleBy(secret, ben)).toBe('viewer');
    expect((await leave(projectId, ben)).status).toBe(204);
    for (const { secret } of [used, unused]) {
      expect(await problemIn(await accept(secret, ben))).toMatch(/^403 The owner has changed your access/);
    }
    expect(await roleBy((await invite(projectId, { role: 'editor' })).secret, ben)).toBe('editor');
  });

  it('is not who was given a higher one', async () => {
    const projectId = await newProject(studio, ana);
    const ben = await newPerson(studio);
    const { secret } = await invite(projectId, { role: 'viewer' });
    await accept(secret, ben);
    await set(projectId, ben, 'editor');
    await leave(projectId, ben);
    expect(await roleBy(secret, ben)).toBe('viewer');
  });
});

describe('a member', () => {
  it('gets another role, leaves, and is sent away', async () => {
    const [ben, cy] = [await newPerson(studio), await newPerson(studio)];
    const projectId = await newProject(studio, ana, [
      [ben, 'viewer'],
      [cy, 'viewer'],
    ]);
    const of = (person: Person) => `/projects/${projectId}/members/${person.id}`;
    expect((await call('PATCH', of(ben), { as: ana, json: { role: 'editor' } })).status).toBe(204);
    expect(await members(projectId, ben)).toMatchObject([
      { user_id: ana.id, role: 'owner', email: null },
      { user_id: ben.id, role: 'editor' },
      { user_id: cy.id, role: 'viewer' },
    ]);
    expect((await members(projectId, ana))[1]?.email).toBe(ben.email);

    expect((await call('DELETE', of(ben), { as: cy })).status).toBe(403);
    expect((await call('DELETE', of(cy), { as: cy })).status).toBe(204);
    expect((await call('DELETE', of(ben), { as: ana })).status).toBe(204);
    expect((await call('GET', `/projects/${projectId}`, { as: ben })).status).toBe(404);
    expect((await call('DELETE', of(ben), { as: ana })).status).toBe(404);
    const about = () => heard.filter((event) => event.type === 'membership' && event.projectId === projectId);
    await expect.poll(() => about().length).toBe(3);
  });

  it('who owns the project stays its owner', async () => {
    const projectId = await newProject(studio, ana);
    const self = `/projects/${projectId}/members/${ana.id}`;
    expect(await problemIn(await call('DELETE', self, { as: ana }))).toMatch(/^403 The owner/);
    expect(await problemIn(await call('PATCH', self, { as: ana, json: { role: 'viewer' } }))).toMatch(
      /^403 /,
    );
    expect(await problemIn(await call('PATCH', self, { as: ana, json: { role: 'owner' } }))).toMatch(/^400 /);
  });
});
