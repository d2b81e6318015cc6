// Rehearsal rooms on real sockets and two real processes: who may join and move, in which order, and what a flood gets.
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { NEW_ROOM, positionAt, type RoomCommand, type RoomState } from '@/contract/rehearsal/room-state';
import type { CommandReply, JoinReply, RoomEvent } from '@/document/wire/rehearsal';
import { closeBus, publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { startSocketServer } from '@/server/collaboration/testing/server';
import { type ServerProcess, startStudioProcess } from '@/server/collaboration/testing/spawn-server';
import {
  addPerson,
  addProject,
  headersOf,
  type TestPerson,
  until,
} from '@/server/collaboration/testing/studio';
import { SOCKET_LIMITS } from '@/server/limits/socket-limits';
import type { StudioServer } from '@/server/main/studio-server';

let database: TestDatabase;
let server: StudioServer;
let other: ServerProcess;
let ada: TestPerson;
let ben: TestPerson;
let vic: TestPerson;
let projectId: string;
const opened: { disconnect(): unknown }[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startSocketServer();
  other = await startStudioProcess(database.url);
  [ada, ben, vic] = [await addPerson('Ada'), await addPerson('Ben'), await addPerson('Vic')];
});
beforeEach(async () => {
  projectId = await addProject(ada, [
    [ben, 'editor'],
    [vic, 'viewer'],
  ]);
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await other.kill();
  await server.stop();
  await closeBus();
  await database.close();
});

function open(person: TestPerson, port = server.port) {
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: headersOf(person),
  });
  opened.push(socket);
  const states: RoomState[] = [];
  socket.on('rehearsal', (event: RoomEvent) => states.push(event.state));
  return {
    socket,
    states,
    clock: (): Promise<number> => socket.emitWithAck('rehearsal:clock'),
    join: (known: RoomState | null = null, project = projectId): Promise<JoinReply> =>
      socket.emitWithAck('rehearsal:join', { projectId: project, known }),
    give: (command: RoomCommand | string): Promise<CommandReply> =>
      socket.emitWithAck('rehearsal:command', command),
  };
}

const play = (atMs: number, position = 0): RoomCommand => ({
  type: 'play',
  position,
  atMs,
  tempo: 1,
  countIn: null,
});

it('starts everybody at one time of one clock, and whoever comes later falls in', async () => {
  const [a, b] = [open(ada), open(ben)];
  expect(await a.join()).toEqual({ ok: true, state: NEW_ROOM, isEditor: true });
  expect(await b.join()).toEqual({ ok: true, state: NEW_ROOM, isEditor: true });
  const at = (await a.clock()) + 300;
  expect(await a.give(play(at, 44_100))).toEqual({ ok: true });
  await until(() => a.states.length > 0 && b.states.length > 0);
  expect(a.states).toEqual(b.states);
  expect(a.states[0]).toMatchObject({ isPlaying: true, position: 44_100, atMs: at, revision: 1 });
  const late = await open(vic).join();
  expect(late).toEqual({ ok: true, state: a.states[0], isEditor: false });
});

it('lets viewers listen and move nothing, strangers nothing at all', async () => {
  const [viewer, stranger] = [open(vic), open(await addPerson('Sue'))];
  expect(await viewer.join()).toMatchObject({ ok: true });
  expect(await viewer.give({ type: 'seek', position: 1, atMs: 0 })).toMatchObject({ ok: false });
  expect(await stranger.join()).toMatchObject({ ok: false, error: 'There is no such project.' });
  expect(await stranger.give(play(0))).toMatchObject({ ok: false });
  expect(await open(ada).join(null, '../x')).toMatchObject({ ok: false });
  expect(viewer.states).toEqual([]);
});

it('ends the room of those who are removed while they are in it', async () => {
  const guest = open(ben);
  await guest.join();
  const closed = new Promise<string>((resolve) => guest.socket.once('disconnect', resolve));
  await getPrisma().membership.delete({ where: { projectId_userId: { projectId, userId: ben.id } } });
  await publish({ type: 'membership', projectId, userId: ben.id });
  expect(await closed).toBe('io server disconnect');
  expect(await open(ben).join()).toMatchObject({ ok: false });
});

it('is moved by its leader alone, until they let go or leave', async () => {
  const [a, b] = [open(ada), open(ben)];
  await a.join();
  await b.join();
  expect(await a.give({ type: 'lead', isLeading: true })).toEqual({ ok: true });
  await until(() => b.states.at(-1)?.leaderId === ada.id);
  expect(await b.give({ type: 'pause', position: 5 })).toMatchObject({ ok: false });
  expect(await b.give({ type: 'lead', isLeading: true })).toMatchObject({ ok: false });
  expect(await b.give({ type: 'tempo', tempo: 1.25, sinceMs: 0 })).toEqual({ ok: true });
  expect(await a.give({ type: 'pause', position: 7 })).toEqual({ ok: true });
  a.socket.disconnect();
  await until(async () => (await b.give({ type: 'pause', position: 9 })).ok);
  await until(() => b.states.at(-1)?.position === 9);
});

it('brings every page of two processes through the same states in the same order', {
  timeout: 30_000,
}, async () => {
  const [a, b] = [open(ada), open(ben, other.port)];
  await a.join();
  await b.join();
  await Promise.all(
    Array.from({ length: 40 }, (_, i) => [
      a.give({ type: 'seek', position: 2 * i, atMs: 0 }),
      b.give({ type: 'seek', position: 2 * i + 1, atMs: 0 }),
    ]).flat(),
  );
  await until(() => a.states.at(-1)?.revision === 80 && b.states.at(-1)?.revision === 80);
  expect(b.states).toEqual(a.states);
  const late = await open(vic, other.port).join();
  expect(late).toEqual({ ok: true, state: a.states.at(-1), isEditor: false });
  // Both say the same time: a page may come back to another process.
  const [sent, one] = [performance.now(), await a.clock()];
  const two = await b.clock();
  expect(Math.abs(two - one)).toBeLessThan(performance.now() - sent + 5);
});

it('knows in one process what somebody has begun in the other before anybody here had joined', async () => {
  const a = open(ada, other.port);
  await a.join();
  await a.give(play((await a.clock()) + 100));
  await until(() => a.states.length > 0);
  const b = open(ben);
  const answer = await b.join();
  const known = () => (answer.ok && answer.state.revision > 0 ? answer.state : b.states.at(-1));
  await until(() => known() !== undefined);
  expect(known()).toEqual(a.states[0]);
});

it('ends with the last, and comes back as the first who returns knew it, unless that is a viewer', async () => {
  const a = open(ada);
  await a.join();
  await a.give(play((await a.clock()) + 100));
  await until(() => a.states.length > 0);
  const known = a.states[0] ?? NEW_ROOM;
  a.socket.disconnect();
  await until(async () => {
    const probe = open(vic);
    const answer = await probe.join(known);
    probe.socket.disconnect();
    return answer.ok && answer.state.revision === 0;
  });
  const back = open(ada);
  await until(async () => {
    const answer = await back.join(known);
    return answer.ok && answer.state.revision === 1;
  });
  expect(positionAt(known, known.atMs + 1_000)).toBe(44_100);
});

it('shrugs off nonsense, and ends the connection of a flood', async () => {
  const a = open(ada);
  await a.join();
  for (const nonsense of ['', 'play', '{}']) expect(await a.give(nonsense)).toMatchObject({ ok: false });
  a.socket.emit('rehearsal:command');
  a.socket.emit('rehearsal:clock', 5);
  a.socket.emit('rehearsal:join');
  expect(await a.clock()).toBeGreaterThan(1.7e12);
  const limited = await startSocketServer(0, { ...SOCKET_LIMITS, events: { rate: 0.001, burst: 20 } });
  const flood = open(await addPerson('Mallory'), limited.port);
  const ended = new Promise<string>((resolve) => flood.socket.on('disconnect', resolve));
  for (let i = 0; i < 40; i++) flood.socket.emit('rehearsal:clock', () => undefined);
  expect(await ended).toMatch(/server|close/);
  await limited.stop();
});
