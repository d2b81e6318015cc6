// The rehearsal rooms of the studio as this process knows them: who is in them, and what they play.
import { randomUUID } from 'node:crypto';
import { applyCommand, NEW_ROOM, type RoomCommand, type RoomState } from '@/contract/rehearsal/room-state';
import { getCommitPool } from '@/platform/database/client';
import { directDatabaseUrl } from '@/platform/database-url';
import { log } from '@/platform/log';
import { NotificationListener } from '@/platform/notification-listener';
import {
  encodeRehearsalMessage,
  MAX_MEMBERS,
  REHEARSAL_CHANNEL,
  type RehearsalMessage,
  readRehearsalMessage,
} from './rehearsal-wire';

const BEAT_MS = 2_000;
/** A process without messages about a room for longer has no longer anybody in it. */
const DEAD_AFTER_MS = 6_000;

/** As with presence: a notification needs a commit, but not that it is on disk. */
const NOTIFY = `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)`;

/** Who is in a room on another process. */
interface RemoteMembers {
  readonly userIds: readonly string[];
  readonly atMs: number;
}

interface Room {
  state: RoomState;
  /** The user of each connection to this process. */
  readonly local: Map<string, string>;
  readonly remote: Map<string, RemoteMembers>;
}

type Unaddressed = RehearsalMessage extends infer Message
  ? Message extends RehearsalMessage
    ? Omit<Message, 'from'>
    : never
  : never;

/**
 * Every process applies every command, its own ones included, as PostgreSQL delivers them: in one order. So all of them
 * have the same rooms without one process that owns them. What a process has missed comes with the next beat of another.
 */
export class RehearsalRooms {
  readonly #self = randomUUID();
  readonly #rooms = new Map<string, Room>();
  #listener: NotificationListener<RehearsalMessage> | undefined;
  #beat: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();
  readonly #onChange: (projectId: string, state: RoomState) => void;

  /** @param onChange a room with members on this process plays something else */
  constructor(onChange: (projectId: string, state: RoomState) => void) {
    this.#onChange = onChange;
  }

  async start(): Promise<void> {
    this.#listener = new NotificationListener(directDatabaseUrl(), REHEARSAL_CHANNEL, readRehearsalMessage);
    await this.#listener.subscribe({
      event: (message) => this.#receive(message),
      gap: () => {
        for (const projectId of this.#rooms.keys()) this.#notify({ say: 'ask', projectId });
      },
    });
    this.#beat = setInterval(() => this.#onBeat(), BEAT_MS);
  }

  /** Lets the members of this process leave on the others. */
  async stop(): Promise<void> {
    clearInterval(this.#beat);
    for (const [projectId, room] of this.#rooms) {
      if (room.local.size === 0) continue;
      room.local.clear();
      this.#announce(projectId, room);
    }
    await this.#sending;
    await this.#listener?.close();
  }

  /**
   * Somebody comes in.
   * @param known the room as they last knew it, which counts where nobody is in it
   * @returns what it plays; null when the room is full
   */
  join(projectId: string, connection: string, userId: string, known: RoomState | null): RoomState | null {
    const room = this.#open(projectId);
    if (room.local.size >= MAX_MEMBERS) return null;
    const isEmpty = this.#memberIds(room).size === 0;
    if (isEmpty && known && known.revision > room.state.revision) room.state = known;
    room.local.set(connection, userId);
    this.#notify({ say: 'ask', projectId });
    this.#announce(projectId, room);
    return room.state;
  }

  /** A connection leaves; the room ends with the last one. */
  leave(projectId: string, connection: string): void {
    const room = this.#rooms.get(projectId);
    if (!room?.local.delete(connection)) return;
    this.#announce(projectId, room);
    this.#settle(projectId, room);
  }

  /** Who alone moves the transport of a room, while they are in it; null for anyone. */
  leaderOf(projectId: string): string | null {
    const room = this.#rooms.get(projectId);
    const leaderId = room?.state.leaderId ?? null;
    return room && leaderId !== null && this.#memberIds(room).has(leaderId) ? leaderId : null;
  }

  /**
   * Gives a command that its user may give; it counts once it comes back with all others.
   * @param atMs when it was received, by the rooms' clock
   */
  command(projectId: string, userId: string, command: RoomCommand, atMs: number): Promise<void> {
    return this.#post({ say: 'command', projectId, userId, command, atMs });
  }

  #open(projectId: string): Room {
    const known = this.#rooms.get(projectId);
    if (known) return known;
    const room: Room = { state: NEW_ROOM, local: new Map(), remote: new Map() };
    this.#rooms.set(projectId, room);
    return room;
  }

  #memberIds({ local, remote }: Room): ReadonlySet<string> {
    return new Set([...local.values(), ...[...remote.values()].flatMap(({ userIds }) => userIds)]);
  }

  #receive(message: RehearsalMessage): void {
    const { projectId, from } = message;
    if (message.say === 'command') {
      const room = this.#rooms.get(projectId);
      if (room)
        this.#change(
          projectId,
          room,
          applyCommand(room.state, message.command, message.userId, message.atMs),
        );
      return;
    }
    if (from === this.#self) return;
    if (message.say === 'ask') {
      const room = this.#rooms.get(projectId);
      if (room && room.local.size > 0) this.#announce(projectId, room);
      return;
    }
    const room = this.#open(projectId);
    if (message.members.length === 0) room.remote.delete(from);
    else room.remote.set(from, { userIds: message.members, atMs: performance.now() });
    if (message.state.revision > room.state.revision) this.#change(projectId, room, message.state);
    this.#settle(projectId, room);
  }

  #change(projectId: string, room: Room, state: RoomState): void {
    if (state === room.state) return;
    room.state = state;
    if (room.local.size > 0) this.#onChange(projectId, state);
  }

  #onBeat(): void {
    const before = performance.now() - DEAD_AFTER_MS;
    for (const [projectId, room] of this.#rooms) {
      for (const [process, { atMs }] of room.remote) if (atMs < before) room.remote.delete(process);
      if (room.local.size > 0) this.#announce(projectId, room);
      this.#settle(projectId, room);
    }
  }

  /** Ends a room that everybody has left. */
  #settle(projectId: string, room: Room): void {
    if (this.#memberIds(room).size === 0) this.#rooms.delete(projectId);
  }

  #announce(projectId: string, { local, state }: Room): void {
    this.#notify({ say: 'here', projectId, members: [...new Set(local.values())], state });
  }

  /** What may be lost: the next beat says it again. */
  #notify(message: Unaddressed): void {
    this.#post(message).catch((error: unknown) =>
      log.warn({ err: error }, 'Other processes were not notified of who is in a rehearsal room.'),
    );
  }

  #post(message: Unaddressed): Promise<void> {
    const payload = encodeRehearsalMessage({ from: this.#self, ...message });
    // One statement at a time keeps what is said in order.
    const sent = this.#sending.then(async () => {
      await getCommitPool().query(NOTIFY, [REHEARSAL_CHANNEL, payload]);
    });
    this.#sending = sent.catch(() => undefined);
    return sent;
  }
}
