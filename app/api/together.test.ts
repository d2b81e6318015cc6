// Chat, named versions and the activity that routes write, on a real database and the real bus.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { setStrip } from '@/document/edits';
import { subscribe } from '@/platform/bus';
import type { BusEvent } from '@/platform/bus-events';
import { appendUpdates, ensureLog } from '@/server/documents/log';
import { call, problemIn } from './testing/call';
import { uploadNew } from './testing/sounds';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';

let studio: TestStudio;
let ana: Person;
let ben: Person;
let vera: Person;
const heard: BusEvent[] = [];

beforeAll(async () => {
  studio = await openTestStudio();
  [ana, ben, vera] = [await newPerson(studio), await newPerson(studio), await newPerson(studio)];
  await subscribe((event) => heard.push(event));
});
afterAll(() => studio.close());

const project = () =>
  newProject(studio, ana, [
    [ben, 'editor'],
    [vera, 'viewer'],
  ]);

interface ChatPage {
  readonly messages: { id: number; text: string; author: { id: string; name: string } | null }[];
  readonly next: number | null;
  readonly unread: number;
}

async function read<Answer>(address: string, as: Person): Promise<Answer> {
  const response = await call('GET', address, { as });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

const write = (projectId: string, as: Person, text: unknown) =>
  call('POST', `/projects/${projectId}/chat`, { as, json: { text } });

describe('the chat', () => {
  it('is read page by page and counts what somebody has not read', async () => {
    const projectId = await project();
    for (let i = 1; i <= 5; i++)
      expect((await write(projectId, i % 2 ? ana : vera, `${i}`)).status).toBe(201);
    const chat = `/projects/${projectId}/chat`;
    const newest = await read<ChatPage>(`${chat}?limit=3`, ben);
    expect(newest.messages.map(({ text }) => text)).toEqual(['3', '4', '5']);
    expect(newest.messages[0]?.author).toEqual({ id: ana.id, name: ana.name });
    expect(newest.unread).toBe(5);
    const older = await read<ChatPage>(`${chat}?limit=3&before=${newest.next}`, ben);
    expect([older.messages.map(({ text }) => text), older.next]).toEqual([['1', '2'], null]);

    const upTo = { up_to: newest.messages[1]?.id };
    expect((await call('POST', `${chat}/read`, { as: ben, json: upTo })).status).toBe(204);
    expect((await read<ChatPage>(chat, ben)).unread).toBe(1);
    const back = { up_to: newest.messages[0]?.id };
    await call('POST', `${chat}/read`, { as: ben, json: back });
    expect((await read<ChatPage>(chat, ben)).unread).toBe(1);
    // Whoever writes has read what stands above.
    expect((await read<ChatPage>(chat, ana)).unread).toBe(0);
    await expect.poll(() => heard.filter((event) => event.type === 'chat').length).toBeGreaterThanOrEqual(5);
  });

  it('takes text as text, some and not too much of it', async () => {
    const projectId = await project();
    const markup = '<b onclick="x()">bold</b>\r\n\u0000two\u202Elines';
    expect(await (await write(projectId, ben, markup)).json()).toMatchObject({
      text: '<b onclick="x()">bold</b>\ntwolines',
    });
    expect(await problemIn(await write(projectId, ben, ' \n '))).toBe('400 Write something first.');
    expect(await problemIn(await write(projectId, ben, 'x'.repeat(2_001)))).toMatch(/^400 .*2000 characters/);
    expect((await write(projectId, ben, { $ne: 1 })).status).toBe(400);
    for (const query of ['limit=0', 'limit=1000', 'limit=many', 'before=-1', 'before=x']) {
      expect((await call('GET', `/projects/${projectId}/chat?${query}`, { as: ben })).status).toBe(400);
    }
  });

  it('stops somebody who floods it, and nobody else', async () => {
    const projectId = await project();
    const statuses: number[] = [];
    for (let i = 0; i < 40; i++) statuses.push((await write(projectId, vera, `flood ${i}`)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await write(projectId, ana, 'Stop it')).status).toBe(201);
  });

  it('keeps the messages of deleted accounts', async () => {
    const projectId = await project();
    const cy = await newPerson(studio);
    await studio.database.prisma.membership.create({ data: { projectId, userId: cy.id, role: 'viewer' } });
    await write(projectId, cy, 'Farewell');
    await studio.database.prisma.user.delete({ where: { id: cy.id } });
    const page = await read<ChatPage>(`/projects/${projectId}/chat`, ana);
    expect(page).toMatchObject({ messages: [{ text: 'Farewell', author: null }], unread: 1 });
  });
});

describe('a version', () => {
  const save = async (projectId: string, as: Person, name: string): Promise<string> => {
    const response = await call('POST', `/projects/${projectId}/versions`, { as, json: { name } });
    expect(response.status).toBe(201);
    return ((await response.json()) as { id: string }).id;
  };

  it('keeps the mix as it was, is listed, and deleted by its author or the owner', async () => {
    const projectId = await project();
    const doc = new Y.Doc();
    setStrip(doc, 'drums', 'gainDb', -6, null);
    await ensureLog(projectId);
    const update = { bytes: Y.encodeStateAsUpdate(doc), authorId: ana.id };
    await appendUpdates([{ projectId, expectedSeq: 0, updates: [update] }]);
    const first = await save(projectId, ben, 'First  one');
    const second = await save(projectId, ana, 'Second');
    const versions = `/projects/${projectId}/versions`;
    expect(await read(versions, vera)).toMatchObject({
      versions: [
        { id: second, name: 'Second', created_by: { id: ana.id } },
        { id: first, name: 'First one', created_by: { id: ben.id, name: ben.name } },
      ],
    });
    expect(await read(`${versions}/${first}`, vera)).toMatchObject({
      registers: { mix: { 'drums/gainDb': -6 } },
    });
    expect(await problemIn(await call('DELETE', `${versions}/${second}`, { as: ben }))).toMatch(
      /^403 A version/,
    );
    expect((await call('DELETE', `${versions}/${second}`, { as: ana })).status).toBe(204);
    expect((await call('DELETE', `${versions}/${first}`, { as: ben })).status).toBe(204);
    expect(await problemIn(await call('GET', `${versions}/${first}`, { as: ana }))).toBe(
      '404 There is no such version.',
    );
    await expect.poll(() => heard).toContainEqual({ type: 'versions', projectId });
  });

  it('belongs to its project, and a project has a hundred at most', async () => {
    const [projectId, other] = [await project(), await project()];
    const id = await save(projectId, ana, 'Mine');
    expect((await call('GET', `/projects/${other}/versions/${id}`, { as: ana })).status).toBe(404);
    expect((await call('DELETE', `/projects/${other}/versions/${id}`, { as: ana })).status).toBe(404);
    const data = Array.from({ length: 99 }, (_, i) => ({
      projectId,
      name: `${i}`,
      state: new Uint8Array(2),
    }));
    await studio.database.prisma.version.createMany({ data });
    const json = { name: 'One more' };
    const refused = await call('POST', `/projects/${projectId}/versions`, { as: ana, json });
    expect(await problemIn(refused)).toMatch(/^409 .*100 versions/);
    const nameless = await call('POST', `/projects/${projectId}/versions`, { as: ana, json: { name: '  ' } });
    expect(await problemIn(nameless)).toBe('400 Give the version a name.');
  });
});

it('actions of routes are listed as activity, and a new name is sent to watchers live', async () => {
  const projectId = await uploadNew(ana);
  const invited = await call('POST', `/projects/${projectId}/invites`, { as: ana, json: { role: 'viewer' } });
  const secret = ((await invited.json()) as { url: string }).url.split('/').at(-1);
  await call('POST', `/invites/${secret}/accept`, { as: ben });
  await call('PATCH', `/projects/${projectId}/members/${ben.id}`, { as: ana, json: { role: 'editor' } });
  await call('PATCH', `/projects/${projectId}`, { as: ben, json: { name: 'Our song' } });
  await call('PATCH', `/projects/${projectId}`, { as: ben, json: { name: 'Our song' } });
  await call('POST', `/projects/${projectId}/versions`, { as: ben, json: { name: 'Rough' } });
  await call('DELETE', `/projects/${projectId}/members/${ben.id}`, { as: ana });
  const { activity } = await read<{ activity: { actor: { name: string }; text: string }[] }>(
    `/projects/${projectId}/activity`,
    ana,
  );
  expect(activity.reverse().map(({ actor, text }) => `${actor.name} ${text}`)).toEqual([
    `${ana.name} added the song “song”`,
    `${ben.name} joined as viewer`,
    `${ana.name} made ${ben.name} an editor`,
    `${ben.name} renamed the project from “song” to “Our song”`,
    `${ben.name} saved the version “Rough”`,
    `${ana.name} removed ${ben.name} from the project`,
  ]);
  await expect
    .poll(() => heard.filter((event) => event.type === 'renamed'))
    .toEqual([{ type: 'renamed', projectId }]);
  expect((await call('GET', `/projects/${projectId}/activity?before=nonsense`, { as: ana })).status).toBe(
    400,
  );
});
