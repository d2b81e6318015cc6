// Floods on the socket of live events: who sends too much is sent off, whatever it is.
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeBus } from '@/platform/bus';
import { getPool } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { startSocketServer } from '@/server/collaboration/testing/server';
import { addPerson, addProject, headersOf, type TestPerson } from '@/server/collaboration/testing/studio';
import { SOCKET_LIMITS } from '@/server/limits/socket-limits';
import type { StudioServer } from '@/server/main/studio-server';

let database: TestDatabase;
let server: StudioServer;
let ada: TestPerson;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startSocketServer(0, { ...SOCKET_LIMITS, events: { rate: 0.001, burst: 20 } });
  ada = await addPerson('Ada');
});
afterAll(async () => {
  await server.stop();
  await closeBus();
  await database.close();
});

const open = (person: TestPerson, { port } = server) =>
  io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: headersOf(person),
  });

it.each(['project:watch', 'project:unwatch', 'anything'])(
  '%s too often ends the connection',
  async (event) => {
    const person = await addPerson('Mallory');
    const projectId = await addProject(person);
    const socket = open(person);
    const ended = new Promise<string>((resolve) => socket.on('disconnect', resolve));
    for (let i = 0; i < 30; i++) socket.emit(event, { projectId });
    expect(await ended).toMatch(/server|close/);
    const other = open(ada);
    const watched = await other.emitWithAck('project:watch', { projectId: await addProject(ada) });
    expect(watched).toEqual({ ok: true });
    other.disconnect();
  },
);

it('asks the database for few of many watched projects at once', async () => {
  const usual = await startSocketServer();
  const person = await addPerson('Mallory');
  const projectId = await addProject(person);
  const socket = open(person, usual);
  let longest = 0;
  const look = setInterval(() => {
    longest = Math.max(longest, getPool().waitingCount);
  }, 1);
  const answers = await Promise.all(
    Array.from({ length: 300 }, () => socket.emitWithAck('project:watch', { projectId })),
  );
  clearInterval(look);
  expect(answers.filter(({ ok }) => !ok)).toEqual([]);
  expect(longest).toBeLessThan(10);
  socket.disconnect();
  await usual.stop();
});
