// Shares presence between server processes over LISTEN/NOTIFY; the users of a dead process are removed.
import { randomUUID } from 'node:crypto';
import { getCommitPool } from '@/platform/database/client';
import { directDatabaseUrl } from '@/platform/database-url';
import { log } from '@/platform/log';
import { NotificationListener } from '@/platform/notification-listener';
import type { PresenceBoard } from './presence';
import {
  entriesOf,
  PRESENCE_CHANNEL,
  type PresenceMessage,
  type PresenceMessageKind,
  type ProjectEntry,
  presencePayloads,
  readPresenceMessage,
} from './presence-wire';
import { type RemoteEntry, RemotePresence, type RemotePresenceView } from './remote-presence';

/** Changes of all rooms gather for this long: at most twenty statements a second, however many people there are. */
const GATHER_MS = 50;
const ALIVE_EVERY_MS = 2_000;
/** A process without messages for longer counts as dead. */
const DEAD_AFTER_MS = 6_000;

/*
 * A notification needs a commit, but not that it is on disk: without this, presence would share the disk's few
 * hundred flushes a second with the edits.
 */
const NOTIFY = `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, word)
  FROM unnest($2::text[]) AS word`;

/** The open rooms of this process, as far as presence is concerned. */
export interface PresenceRooms {
  find(projectId: string): { readonly presence: PresenceBoard } | undefined;
  open(): Iterable<{ readonly projectId: string; readonly presence: PresenceBoard }>;
}

export class PresenceExchange {
  readonly #self = randomUUID();
  /** When the last message of each other process was received. */
  readonly #others = new Map<string, number>();
  readonly #people = new RemotePresence();
  readonly #waiting = new Map<string, ProjectEntry>();
  #listener: NotificationListener<PresenceMessage> | undefined;
  #gathering: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();
  #isBroken = false;
  readonly #rooms: PresenceRooms;

  constructor(rooms: PresenceRooms) {
    this.#rooms = rooms;
  }

  /** Resolves once no message of others can be missed. */
  async start(): Promise<void> {
    this.#listener = new NotificationListener(directDatabaseUrl(), PRESENCE_CHANNEL, readPresenceMessage);
    await this.#listener.subscribe({
      event: (message) => this.#receive(message),
      gap: () => this.#broadcast('ask'),
    });
    this.#broadcast('ask');
    this.#beat = setInterval(() => this.#onBeat(), ALIVE_EVERY_MS);
  }

  /** Removes the users of this process from the others. */
  async stop(): Promise<void> {
    clearInterval(this.#beat);
    clearTimeout(this.#gathering);
    this.#broadcast('bye', []);
    await this.#sending;
    await this.#listener?.close();
  }

  /** The view of one project on the other processes. */
  of(projectId: string): RemotePresenceView {
    const people = this.#people;
    return {
      entry: (clientId) => people.of(projectId).get(clientId),
      ownerOf(clientId) {
        const entry = people.of(projectId).get(clientId);
        return entry?.state === null ? undefined : entry?.userId;
      },
      present: (since) =>
        [...people.of(projectId).values()]
          .filter(({ state, at }) => state !== null && at > since)
          .map(({ clientId }) => clientId),
      take: (clientId) => people.take(projectId, clientId),
      share: (entries) => this.#share(projectId, entries),
    };
  }

  #share(projectId: string, entries: readonly RemoteEntry[]): void {
    // Without other processes there is no receiver; later ones ask by themselves.
    if (this.#others.size === 0) return;
    for (const entry of entries) this.#waiting.set(`${projectId} ${entry.clientId}`, { projectId, entry });
    if (this.#waiting.size === 0) return;
    // A database that is slow to answer gets fewer and later messages, not a longer queue of them.
    this.#gathering ??= setTimeout(() => void this.#sending.then(() => this.#publish()), GATHER_MS);
  }

  #publish(): void {
    this.#gathering = undefined;
    const pending = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#broadcast('alive', pending);
  }

  #allEntries(): ProjectEntry[] {
    return [...this.#rooms.open()].flatMap(({ projectId, presence }) =>
      presence.own().map((entry) => ({ projectId, entry })),
    );
  }

  #receive(message: PresenceMessage): void {
    const { from, say } = message;
    if (from === this.#self) return;
    if (say === 'bye') {
      this.#removeProcess(from);
      return;
    }
    const isNew = !this.#others.has(from);
    this.#others.set(from, performance.now());
    // An unknown process: one that has just started asks by itself, one that was declared dead does not.
    if (isNew) this.#broadcast(say === 'ask' ? 'alive' : 'ask', this.#allEntries());
    else if (say === 'ask') this.#broadcast('alive', this.#allEntries());
    for (const { projectId, entry } of entriesOf(message)) {
      if (this.#people.applyRemote(from, projectId, entry))
        this.#rooms.find(projectId)?.presence.applyRemote(entry);
    }
  }

  #removeProcess(process: string): void {
    this.#others.delete(process);
    for (const { projectId, entry } of this.#people.leave(process)) {
      this.#rooms.find(projectId)?.presence.applyRemote(entry);
    }
  }

  #onBeat(): void {
    const before = performance.now() - DEAD_AFTER_MS;
    for (const [process, receivedAt] of this.#others) if (receivedAt < before) this.#removeProcess(process);
    this.#people.sweep();
    // After a failure the others may lack anything.
    if (this.#isBroken) this.#broadcast('ask');
    else this.#broadcast('alive', []);
  }

  #broadcast(kind: PresenceMessageKind, entries: readonly ProjectEntry[] = this.#allEntries()): void {
    const payloads = presencePayloads(this.#self, kind, entries);
    // One statement at a time keeps what is said in order.
    this.#sending = this.#sending.then(() => this.#send(payloads));
  }

  async #send(payloads: readonly string[]): Promise<void> {
    try {
      await getCommitPool().query(NOTIFY, [PRESENCE_CHANNEL, payloads]);
      this.#isBroken = false;
    } catch (error) {
      if (!this.#isBroken)
        log.warn({ err: error }, 'Other processes were not notified of changes in presence.');
      this.#isBroken = true;
    }
  }
}
