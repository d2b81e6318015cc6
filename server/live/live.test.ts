// Live events over socket.io: who may watch, what is sent, and that removed users receive nothing more.
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ChangeEvent, ChatEvent, JobEvent, ProjectEvent, WatchReply } from '@/document/wire/events';
import { createApiToken, revokeApiToken } from '@/platform/accounts/api-tokens';
import { closeBus, publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { addProjectWithSong } from '@/platform/testing/rows';
import { writeMessage } from '@/server/chat/chat';
import { startSocketServer } from '@/server/collaboration/testing/server';
import { addPerson, headersOf, type TestPerson, until } from '@/server/collaboration/testing/studio';
import type { StudioServer } from '@/server/main/studio-server';

let database: TestDatabase;
let server: StudioServer;
let ada: TestPerson;
let projectId: string;
let jobId: string;
const opened: { disconnect(): unknown }[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startSocketServer();
  ada = await addPerson('Ada');
});
beforeEach(async () => {
  ({ projectId, jobId } = await addProjectWithSong(getPrisma(), `song ${Math.random()}`));
  await getPrisma().membership.create({ data: { projectId, userId: ada.id, role: 'editor' } });
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await server.stop();
  await closeBus();
  await database.close();
});

function open(person: TestPerson) {
  const socket = io(`http://127.0.0.1:${server.port}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: headersOf(person),
  });
  opened.push(socket);
  const jobs: JobEvent[] = [];
  const changes: ProjectEvent[] = [];
  socket.on('job', (event: JobEvent) => jobs.push(event));
  socket.on('project', (event: ProjectEvent) => changes.push(event));
  const messages: ChatEvent[] = [];
  const news: ChangeEvent[] = [];
  socket.on('chat', (event: ChatEvent) => messages.push(event));
  socket.on('news', (event: ChangeEvent) => news.push(event));
  const watch = (request: unknown): Promise<WatchReply> => socket.emitWithAck('project:watch', request);
  return { socket, jobs, changes, messages, news, watch };
}

it('shows waiting jobs at once and every change', { timeout: 15_000 }, async () => {
  const { jobs, watch } = open(ada);
  expect(await watch({ projectId })).toEqual({ ok: true });
  expect(jobs[0]).toMatchObject({ projectId, jobId, name: 'separation', state: 'queued' });
  await getPrisma().job.update({ where: { id: jobId }, data: { state: 'running', stage: 'separating' } });
  await publish({ type: 'job', name: 'separation', jobId });
  await until(() => jobs.at(-1)?.state === 'running');
  for (let i = 1; i <= 5; i++) {
    await getPrisma().job.update({ where: { id: jobId }, data: { progress: i / 5 } });
    await publish({ type: 'job', name: 'separation', jobId, change: 'progress' });
  }
  await until(() => jobs.at(-1)?.progress === 1);
});

it('rejects non-members and invalid requests', async () => {
  const stranger = open(await addPerson('Sue'));
  expect(await stranger.watch({ projectId })).toMatchObject({
    ok: false,
    error: expect.stringMatching(/\.$/),
  });
  expect(await stranger.watch('nonsense')).toMatchObject({ ok: false });
  expect(await stranger.watch({ projectId: { $ne: 1 } })).toMatchObject({ ok: false });
  stranger.socket.emit('project:watch');
  await publish({ type: 'job', name: 'separation', jobId });
  const { jobs, watch } = open(ada);
  expect(await watch({ projectId })).toEqual({ ok: true });
  expect(jobs[0]?.jobId).toBe(jobId);
  expect(stranger.jobs).toEqual([]);
});

it('refuses connections without a session', async () => {
  const { socket } = open({ id: 'x', name: 'x', token: 'nonsense' });
  await new Promise((resolve) => socket.once('connect_error', resolve));
  expect(socket.connected).toBe(false);
});

it('takes sockets only: the requests of long polling would reach different server processes', async () => {
  const url = `http://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=polling`;
  expect((await fetch(url, { headers: headersOf(ada) })).status).toBe(400);
});

it('sends a new role, and nothing more to users who were removed', async () => {
  const [mine, other] = [open(ada), open(ada)];
  await mine.watch({ projectId });
  const where = { projectId_userId: { projectId, userId: ada.id } };
  await getPrisma().membership.update({ where, data: { role: 'viewer' } });
  await publish({ type: 'membership', projectId, userId: ada.id });
  await until(() => mine.changes.some((change) => change.role === 'viewer'));
  await getPrisma().membership.delete({ where });
  await publish({ type: 'membership', projectId, userId: ada.id });
  await until(() => mine.changes.some(({ change }) => change === 'removed'));
  const before = mine.jobs.length;
  await publish({ type: 'job', name: 'separation', jobId });
  expect(await other.watch({ projectId })).toMatchObject({ ok: false });
  expect(mine.jobs).toHaveLength(before);
});

it.each([
  ['notified', true],
  ['not notified', false],
])('closes sockets whose token was revoked, when %s', async (_how, isNotified) => {
  const token = await createApiToken(ada.id, `live, ${_how}`);
  const [mine, other] = [open({ ...ada, token }), open(ada)];
  await Promise.all([mine, other].map(({ watch }) => watch({ projectId })));
  const closed = new Promise<string>((resolve) => mine.socket.once('disconnect', resolve));
  const { id } = await getPrisma().apiToken.findFirstOrThrow({ where: { label: `live, ${_how}` } });
  if (isNotified) await revokeApiToken(ada.id, id);
  else await getPrisma().apiToken.delete({ where: { id } });
  expect(await closed).toBe('io server disconnect');
  expect(other.socket.connected).toBe(true);
});

it('says when a project is deleted', async () => {
  const { changes, watch } = open(ada);
  await watch({ projectId });
  await publish({ type: 'project-deleted', projectId });
  await until(() => changes.some(({ change }) => change === 'deleted'));
});

it('notifies members of messages, and of changed lists and names', async () => {
  const [member, stranger] = [open(ada), open(await addPerson('Sue'))];
  await member.watch({ projectId });
  await stranger.watch({ projectId });
  await writeMessage(projectId, ada.id, 'Hello');
  await until(() => member.messages.length > 0);
  expect(member.messages).toMatchObject([
    { projectId, message: { text: 'Hello', author: { id: ada.id, name: 'Ada' } } },
  ]);
  await publish({ type: 'versions', projectId });
  await publish({ type: 'activity', projectId });
  await publish({ type: 'renamed', projectId });
  await until(() => member.changes.some(({ change }) => change === 'renamed'));
  expect(member.news).toEqual([
    { projectId, of: 'versions' },
    { projectId, of: 'activity' },
  ]);
  expect([stranger.messages, stranger.news, stranger.changes]).toEqual([[], [], []]);
});
