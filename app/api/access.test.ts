// Who may do what: every role (nobody, stranger, viewer, editor, owner) against every route of a project, and
// every other route against everyone whom its operation excludes.
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '@/contract/http/all-operations';
import type { Access } from '@/contract/http/operation';
import type { Role } from '@/platform/database/generated/client';
import { importSourceJob } from '@/platform/jobs/import-source';
import { getStorage } from '@/platform/storage';
import { coverKey } from '@/platform/storage/keys';
import { call, type Method, problemIn } from './testing/call';
import { newSong } from './testing/sounds';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';

let studio: TestStudio;
let people: Record<Role | 'stranger', Person>;
let guest: Person;

beforeAll(async () => {
  studio = await openTestStudio();
  people = {
    owner: await newPerson(studio),
    editor: await newPerson(studio),
    viewer: await newPerson(studio),
    stranger: await newPerson(studio),
  };
  guest = await newPerson(studio);
});
afterAll(() => studio.close());

/** An export of the project that waits to be rendered. */
async function newMix(projectId: string): Promise<string> {
  const { prisma } = studio.database;
  const jobId = `mix-of-${projectId}`;
  await prisma.job.create({ data: { id: jobId, name: 'render-mix', queue: 'cpu', input: {} } });
  const data = { projectId, jobId, format: 'mp3', bitDepth: 16, requestedBy: people.editor.id };
  return (await prisma.mix.create({ data })).id;
}

/** A set of the project that waits for its plan. */
async function newSet(projectId: string): Promise<string> {
  const { prisma } = studio.database;
  const request = { strategy: 'rules', format: 'mp3', constraints: { energyShape: 'wave' } };
  const id = randomUUID();
  const job = { create: { id: `plan-${id}`, name: 'plan-set', queue: 'cpu', input: {} } };
  const set = { projectId, requestedBy: people.editor.id, title: 'A set', format: 'mp3', request };
  await prisma.djSet.create({
    data: { id, ...set, jobs: { create: { phase: 'planning', place: 0, job } } },
  });
  return id;
}

/** An imported file of the project whose import waits. */
async function newSource(projectId: string): Promise<string> {
  const { prisma } = studio.database;
  const sha256 = createHash('sha256').update(projectId).digest('hex');
  const jobId = importSourceJob.idOf({ sha256 });
  const audio = { container: 'wav', codec: 'pcm', sampleRate: 44_100, channels: 2, durationS: 1 };
  await prisma.asset.create({ data: { sha256, bytes: 1n, ...audio } });
  await prisma.job.create({ data: { id: jobId, name: 'import-source', queue: 'cpu', input: {} } });
  return (await prisma.source.create({ data: { projectId, sha256, name: 'Bass', jobId } })).id;
}

/** A form with a song that nobody uploaded before. */
function newForm(): FormData {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(newSong())], 'song.wav'));
  return form;
}

/** An image of one red pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
);

function newCover(): FormData {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(PIXEL)], 'cover.png'));
  return form;
}

interface Rule {
  /** Where the operation does not say it: its handler looks at more than the role. */
  readonly needed?: Role;
  readonly method: Method;
  readonly path: string;
  readonly json?: unknown;
  readonly form?: () => FormData;
}

const RULES: readonly Rule[] = [
  { method: 'GET', path: '/projects/{id}' },
  { method: 'PATCH', path: '/projects/{id}', json: { name: 'Another name' } },
  { method: 'DELETE', path: '/projects/{id}' },
  { method: 'GET', path: '/projects/{id}/status' },
  { method: 'GET', path: '/projects/{id}/beats' },
  { method: 'POST', path: '/projects/{id}/retry' },
  { method: 'POST', path: '/projects/{id}/cancel' },
  { method: 'GET', path: '/projects/{id}/members' },
  { method: 'PATCH', path: '/projects/{id}/members/{userId}', json: { role: 'editor' } },
  { needed: 'owner', method: 'DELETE', path: '/projects/{id}/members/{userId}' },
  { method: 'GET', path: '/projects/{id}/invites' },
  { method: 'POST', path: '/projects/{id}/invites', json: { role: 'viewer' } },
  { method: 'DELETE', path: '/projects/{id}/invites/{inviteId}' },
  { method: 'GET', path: '/projects/{id}/media' },
  { method: 'GET', path: '/projects/{id}/mixes' },
  { method: 'POST', path: '/projects/{id}/stems/{stem}/restyle' },
  { method: 'GET', path: '/projects/{id}/chat' },
  { method: 'POST', path: '/projects/{id}/chat', json: { text: 'Hello' } },
  { method: 'POST', path: '/projects/{id}/chat/read', json: { up_to: 1 } },
  { method: 'GET', path: '/projects/{id}/activity' },
  { method: 'GET', path: '/projects/{id}/versions' },
  { method: 'POST', path: '/projects/{id}/versions', json: { name: 'First' } },
  { method: 'GET', path: '/projects/{id}/versions/{versionId}' },
  { needed: 'owner', method: 'DELETE', path: '/projects/{id}/versions/{versionId}' },
  { method: 'POST', path: '/mix', json: { project_id: '{id}', format: 'mp3' } },
  { method: 'GET', path: '/mix/{mixId}' },
  { method: 'DELETE', path: '/mix/{mixId}' },
  { needed: 'viewer', method: 'GET', path: '/mix/{mixId}/download' },
  { method: 'POST', path: '/projects/{id}/cover', form: newCover },
  { method: 'GET', path: '/projects/{id}/cover' },
  { method: 'DELETE', path: '/projects/{id}/cover' },
  { method: 'GET', path: '/projects/{id}/tracks' },
  { method: 'POST', path: '/projects/{id}/tracks', form: newForm },
  {
    method: 'POST',
    path: '/projects/{id}/tracks/borrow',
    json: { from_project_id: '{id}' },
  },
  { method: 'GET', path: '/projects/{id}/sources' },
  { method: 'POST', path: '/projects/{id}/sources', form: newForm },
  { method: 'POST', path: '/projects/{id}/sources/{source}/retry' },
  { method: 'POST', path: '/projects/{id}/sources/{source}/separate', json: {} },
  { method: 'DELETE', path: '/projects/{id}/sources/{source}' },
  { method: 'GET', path: '/projects/{id}/takes' },
  { method: 'GET', path: '/projects/{id}/sets' },
  { needed: 'editor', method: 'POST', path: '/automix', json: { project_id: '{id}' } },
  { method: 'GET', path: '/automix/{setId}' },
  { method: 'DELETE', path: '/automix/{setId}' },
  { needed: 'viewer', method: 'GET', path: '/automix/{setId}/set' },
  { needed: 'editor', method: 'POST', path: '/automix/{setId}/set' },
  { method: 'GET', path: '/automix/{setId}/tracklist' },
  { method: 'GET', path: '/automix/{setId}/cue' },
  { method: 'GET', path: '/automix/{setId}/report' },
];

/** Fills in what an address or a body names in braces, making only what is named. */
async function filled(text: string, projectId: string, guest: Person): Promise<string> {
  const parts: Record<string, () => Promise<string>> = {
    id: async () => projectId,
    userId: async () => guest.id,
    mixId: () => newMix(projectId),
    setId: () => newSet(projectId),
    source: () => newSource(projectId),
    stem: async () => 'drums',
    versionId: async () => {
      const json = { name: 'Before the chorus' };
      const saved = await call('POST', `/projects/${projectId}/versions`, { as: people.owner, json });
      return ((await saved.json()) as { id: string }).id;
    },
    inviteId: async () => {
      const json = { role: 'viewer' };
      const made = await call('POST', `/projects/${projectId}/invites`, { as: people.owner, json });
      return ((await made.json()) as { id: string }).id;
    },
  };
  let whole = text;
  for (const [name, make] of Object.entries(parts)) {
    if (text.includes(`{${name}}`)) whole = whole.replaceAll(`{${name}}`, await make());
  }
  return whole;
}

/** Calls the route of a rule on a fresh project. */
async function attempt(rule: Rule, who: Role | 'stranger' | 'nobody'): Promise<Response> {
  const { owner, editor, viewer } = people;
  const id = await newProject(studio, owner, [
    [editor, 'editor'],
    [viewer, 'viewer'],
    [guest, 'viewer'],
  ]);
  await getStorage().put(coverKey(id), PIXEL);
  const json = rule.json && JSON.parse(await filled(JSON.stringify(rule.json), id, guest));
  const as = who === 'nobody' ? undefined : people[who];
  return call(rule.method, await filled(rule.path, id, guest), { json, form: rule.form?.(), as });
}

const ROLES: readonly Role[] = ['viewer', 'editor', 'owner'];

/** The path of a rule as its operation has it. */
const templateOf = ({ path }: Rule): string => path.replace(/\{(mix|set)Id\}/, '{id}');

/** The least role that a rule wants: its own, or that of the access of its operation. */
function neededFor(rule: Rule): Role {
  if (rule.needed) return rule.needed;
  const operation = OPERATIONS.find(
    ({ method, path }) => method.toUpperCase() === rule.method && path === templateOf(rule),
  );
  if (typeof operation?.access !== 'object') throw new Error(`${rule.method} ${rule.path} names no role.`);
  return Object.values(operation.access)[0] as Role;
}

describe.each(RULES)('$method $path', (rule) => {
  it('wants somebody signed in', async () => {
    expect(await problemIn(await attempt(rule, 'nobody'))).toBe('401 Sign in first.');
  });

  it('is reported as not found to non-members', async () => {
    expect(await problemIn(await attempt(rule, 'stranger'))).toMatch(
      /^404 There is no such (project|export|set)\.$/,
    );
  });

  it.each(ROLES)('answers the %s by role', async (role) => {
    const { status } = await attempt(rule, role);
    const isEnough = ROLES.indexOf(role) >= ROLES.indexOf(neededFor(rule));
    if (isEnough) expect([200, 201, 202, 204, 409]).toContain(status);
    else expect(status).toBe(403);
  });
});

it('lets viewers write to the chat and leave, and change nothing else', () => {
  const ofViewers = OPERATIONS.filter(
    ({ method, access }) =>
      method !== 'get' && typeof access === 'object' && Object.values(access).includes('viewer'),
  );
  expect(ofViewers.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'delete /projects/{id}/members/{userId}',
    'post /projects/{id}/chat',
    'post /projects/{id}/chat/read',
  ]);
});

it('covers every route about a project', () => {
  const described = OPERATIONS.filter(({ path }) => /^\/(projects\/\{id\}|mix|automix)/.test(path));
  const ruled = new Set(RULES.map((rule) => `${rule.method} ${templateOf(rule)}`));
  expect(
    described.map(({ method, path }) => `${method.toUpperCase()} ${path}`).filter((it) => !ruled.has(it)),
  ).toEqual([]);
});

describe('every route that wants a session', () => {
  const closed = OPERATIONS.filter(({ access }) => access !== 'open' && access !== 'link');
  it.each(closed.map(({ method, path }) => [method.toUpperCase() as Method, path] as const))(
    '%s %s refuses a token that is none',
    async (method, path) => {
      const address = path.replaceAll(/\{\w+\}/g, 'abc');
      const response = await call(method, address, { as: { token: 'isomix_forged' } });
      expect(await problemIn(response)).toBe('401 This API token is not valid.');
    },
  );
});

/** The routes of the operations whose access is so, with something in place of each variable part. */
const routesWith = (isSo: (access: Access) => boolean) =>
  OPERATIONS.filter(({ access }) => isSo(access)).map(
    ({ method, path }) => [method.toUpperCase() as Method, path.replaceAll(/\{\w+\}/g, 'abc')] as const,
  );

describe('every route of administrators', () => {
  it.each(routesWith((access) => access === 'administrator'))(
    '%s %s refuses everybody else before it reads what they sent',
    async (method, address) => {
      const json = method === 'GET' ? undefined : 'nothing usable';
      const response = await call(method, address, { as: people.owner, json });
      expect(await problemIn(response)).toBe('403 Only administrators of this studio may do that.');
    },
  );
});

describe('every route of a style sound', () => {
  it.each(routesWith((access) => typeof access === 'object' && 'sound' in access))(
    '%s %s does not exist for those who may not use the sound',
    async (method, address) => {
      const { id } = await studio.database.prisma.styleSound.create({
        data: {
          name: 'Bells',
          sha256: randomUUID(),
          bytes: 1,
          owner: { connect: { id: people.owner.id } },
          job: { create: { id: randomUUID(), name: 'grain-library', queue: 'cpu', input: {} } },
        },
      });
      const response = await call(method, address.replace('abc', id), { as: people.stranger });
      expect(await problemIn(response)).toBe('404 There is no such style sound.');
    },
  );
});

describe('every route with a link', () => {
  it.each(routesWith((access) => access === 'link'))(
    '%s %s refuses a link that is none',
    async (method, address) => {
      expect([403, 404]).toContain((await call(method, address)).status);
    },
  );
});

describe('every open route', () => {
  it.each(routesWith((access) => access === 'open'))(
    '%s %s asks nobody to sign in',
    async (method, address) => {
      expect((await call(method, address)).status).not.toBe(401);
    },
  );
});

it('names that cannot exist reach no query', async () => {
  for (const name of ['%00', 'a%20b', "'%3B--", '%F0%9F%8E%B5']) {
    const response = await call('GET', `/projects/${name}`, { as: people.owner });
    expect(response.status).toBe(404);
  }
});
