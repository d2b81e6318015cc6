// Rehearsal rooms on the sockets of live events: who may join, who may move the transport, and what the clock shows.
import { type RoomCommand, roomCommandSchema } from '@/contract/rehearsal/room-state';
import { type CommandReply, type JoinReply, joinRequestSchema } from '@/document/wire/rehearsal';
import { log } from '@/platform/log';
import type { LiveIo, LiveSocket } from '@/server/auth/live-socket';
import { readAccess, readRole } from '@/server/collaboration/memberships';
import { RehearsalRooms } from './rehearsal-rooms';
import { RoomClock } from './room-clock';

const NO_PROJECT = 'There is no such project.';
const UNAVAILABLE = 'The studio cannot do that at the moment; try again.';
const OUTSIDE = 'Join the rehearsal room first.';
const FULL = 'The rehearsal room is full.';
const LISTENS = 'Viewers listen in; editors move the transport.';
const LED = 'Somebody leads this rehearsal; only they move the transport.';

/** The socket.io room of all who rehearse in a project. */
const roomOf = (projectId: string): string => `rehearsal ${projectId}`;

/** What may be called with the answer to a message: nothing a browser sends is certain, not even that it wants one. */
const answerOf = <Answer>(reply: unknown): ((answer: Answer) => void) =>
  typeof reply === 'function' ? (reply as (answer: Answer) => void) : () => undefined;

export class RehearsalSockets {
  readonly #clock = new RoomClock();
  readonly #rooms: RehearsalRooms;
  /** The project whose room a socket has joined: one at a time. */
  readonly #seats = new Map<LiveSocket, string>();

  constructor(io: LiveIo) {
    this.#rooms = new RehearsalRooms((projectId, state) =>
      io.to(roomOf(projectId)).emit('rehearsal', { projectId, state }),
    );
  }

  async start(): Promise<void> {
    await Promise.all([this.#clock.start(), this.#rooms.start()]);
  }

  async stop(): Promise<void> {
    this.#clock.stop();
    await this.#rooms.stop();
  }

  /** Answers a new socket from now on. */
  serve(socket: LiveSocket): void {
    // One request after the other: a seek that overtook a start would be undone by it.
    let last: Promise<void> = Promise.resolve();
    const inTurn = <Answer>(reply: unknown, failure: Answer, work: () => Promise<Answer>): void => {
      const answer = answerOf<Answer>(reply);
      last = last.then(work).then(answer, (error: unknown) => {
        log.error({ err: error }, 'A request of a rehearsal failed.');
        answer(failure);
      });
    };
    const failed = { ok: false as const, error: UNAVAILABLE };
    socket.on('rehearsal:clock', (reply) => answerOf<number>(reply)(this.#clock.now()));
    socket.on('rehearsal:join', (request, reply) =>
      inTurn<JoinReply>(reply, failed, () => this.#join(socket, request)),
    );
    socket.on('rehearsal:command', (command, reply) => {
      // Received now, however long it waits for its turn.
      const atMs = this.#clock.now();
      inTurn<CommandReply>(reply, failed, () => this.#command(socket, command, atMs));
    });
    socket.on('disconnect', () => this.#leave(socket));
  }

  /** Ends the connections of those who lost access to the project they rehearse in. */
  async sweep(): Promise<void> {
    const seats = [...this.#seats];
    if (seats.length === 0) return;
    const accesses = await readAccess(
      seats.map(([{ data }, projectId]) => ({
        projectId,
        userId: data.user.id,
        credential: data.user.credential,
      })),
    );
    for (const [index, [socket]] of seats.entries()) {
      if (accesses[index] === 'stranger' || accesses[index] === 'ended') socket.disconnect(true);
    }
  }

  async #join(socket: LiveSocket, request: unknown): Promise<JoinReply> {
    const parsed = joinRequestSchema.safeParse(request);
    if (!parsed.success) return { ok: false, error: NO_PROJECT };
    const { projectId, known } = parsed.data;
    const { id: userId, credential } = socket.data.user;
    const role = await readRole({ projectId, userId, credential });
    if (!role) return { ok: false, error: NO_PROJECT };
    if (!socket.connected) return { ok: false, error: UNAVAILABLE };
    this.#leave(socket);
    // What a viewer remembers moves nothing.
    const state = this.#rooms.join(projectId, socket.id, userId, role === 'viewer' ? null : known);
    if (!state) return { ok: false, error: FULL };
    this.#seats.set(socket, projectId);
    await socket.join(roomOf(projectId));
    return { ok: true, state, isEditor: role !== 'viewer' };
  }

  async #command(socket: LiveSocket, request: unknown, atMs: number): Promise<CommandReply> {
    const parsed = roomCommandSchema.safeParse(request);
    const projectId = this.#seats.get(socket);
    if (projectId === undefined) return { ok: false, error: OUTSIDE };
    if (!parsed.success) return { ok: false, error: UNAVAILABLE };
    const { id: userId, credential } = socket.data.user;
    const role = await readRole({ projectId, userId, credential });
    if (!role) return { ok: false, error: NO_PROJECT };
    if (role === 'viewer') return { ok: false, error: LISTENS };
    if (!this.#mayGive(projectId, userId, parsed.data)) return { ok: false, error: LED };
    await this.#rooms.command(projectId, userId, parsed.data, atMs);
    return { ok: true };
  }

  /** The tempo belongs to the mix, which any editor changes; the room only follows. */
  #mayGive(projectId: string, userId: string, { type }: RoomCommand): boolean {
    const leaderId = this.#rooms.leaderOf(projectId);
    return leaderId === null || leaderId === userId || type === 'tempo';
  }

  #leave(socket: LiveSocket): void {
    const projectId = this.#seats.get(socket);
    if (projectId === undefined) return;
    this.#seats.delete(socket);
    void socket.leave(roomOf(projectId));
    this.#rooms.leave(projectId, socket.id);
  }
}
