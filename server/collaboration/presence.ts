// Who is in a room and what they are editing: one state per connection, with the identity set by the server.
import type { Identity } from '@/document/wire/presence';
import { entriesFrame, type PresenceEntry, readEntries, signState } from './presence-entry';
import type { RemoteEntry, RemotePresenceView } from './remote-presence';

/** Everybody's states go out together at most this often, which also bounds each person to 10 Hz. */
const TICK_MS = 100;
/** Browsers renew their state every 15 s and remove others after 30 s of silence. */
const SILENT_MS = 30_000;
/** Clocks count up by one per change. A higher start or a longer jump would lock the owner of the id out. */
const MAX_FIRST_CLOCK = 2 ** 24;
const MAX_CLOCK_JUMP = 2 ** 16;

/** What presence needs to know of a connection. */
export interface PresenceMember {
  readonly identity: Identity;
  send(frame: Uint8Array): void;
}

interface LocalEntry {
  readonly member: PresenceMember;
  /** The client's own clock when it last spoke. */
  readonly clock: number;
  /** The clock under which the others know the state. */
  readonly shown: number;
  /** JSON of the state, or null after the person left. */
  state: string | null;
  readonly receivedAt: number;
}

export class PresenceBoard {
  readonly #entries = new Map<number, LocalEntry>();
  readonly #idOf = new Map<PresenceMember, number>();
  readonly #changed = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  #flushedAt = 0;
  #isStopped = false;
  readonly #members: () => Iterable<PresenceMember>;
  readonly #remote: RemotePresenceView;

  /**
   * @param members everybody to tell, the sender included: its provider counts silence as a lost connection
   * @param remote the people of this project on other server processes
   */
  constructor(members: () => Iterable<PresenceMember>, remote: RemotePresenceView) {
    this.#members = members;
    this.#remote = remote;
  }

  /**
   * Applies a presence frame of a connection. Browsers repeat what they receive about others: only what a
   * connection says about itself is applied, the rest is ignored.
   * @returns false when the bytes are no presence frame
   */
  applyFrame(member: PresenceMember, bytes: Uint8Array): boolean {
    try {
      for (const entry of readEntries(bytes)) {
        if (this.#isOwn(member, entry.clientId)) this.#update(member, entry);
      }
      return true;
    } catch {
      // Neither lib0 nor JSON.parse leaves anything behind when it throws.
      return false;
    }
  }

  /** Applies an entry from another process. */
  applyRemote({ clientId, userId, clock, state }: RemoteEntry): void {
    const entry = this.#entries.get(clientId);
    if (entry) {
      // A browser that moved to that process has left its connection here, which may not be known to be dead yet.
      const hasMoved = state !== null && entry.member.identity.userId === userId && clock > entry.shown;
      if (!hasMoved) return;
      this.#entries.delete(clientId);
    }
    this.#mark(clientId);
  }

  /** A frame with all entries, or null for an empty room. */
  allEntriesFrame(): Uint8Array | null {
    const since = performance.now() - SILENT_MS;
    const here = [...this.#entries].filter(([, entry]) => entry.state !== null && entry.receivedAt > since);
    const ids = new Set([...here.map(([id]) => id), ...this.#remote.present(since)]);
    return ids.size > 0 ? this.#frameOf(ids) : null;
  }

  /** The people of this process, for the other processes. */
  own(): RemoteEntry[] {
    return [...this.#entries.keys()].flatMap((id) => this.#shared(id));
  }

  /** The connection is gone, and so is the person. */
  leave(member: PresenceMember): void {
    const id = this.#idOf.get(member);
    const entry = id === undefined ? undefined : this.#entries.get(id);
    this.#idOf.delete(member);
    if (id === undefined || entry?.member !== member) return;
    if (entry.state === null) {
      this.#entries.delete(id);
      return;
    }
    entry.state = null;
    this.#mark(id);
  }

  /** Stops all notifications. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#isStopped = true;
  }

  /** One id per connection: the first it names that is free, or was this person's before the connection broke. */
  #isOwn(member: PresenceMember, clientId: number): boolean {
    const bound = this.#idOf.get(member);
    if (bound !== undefined) return bound === clientId;
    const { userId } = member.identity;
    const owner = this.#entries.get(clientId)?.member.identity.userId ?? this.#remote.ownerOf(clientId);
    if (owner !== undefined && owner !== userId) return false;
    this.#idOf.set(member, clientId);
    return true;
  }

  /*
   * The clock shown to others runs at most one ahead of what they know: where the state is corrected, so that the
   * client takes the correction over, and when a person comes back, be it from another process, since the others
   * remember the old clock as "gone". What the client says next still comes after what it said last.
   */
  #update(member: PresenceMember, { clientId, clock, json }: PresenceEntry): void {
    const entry = this.#entries.get(clientId);
    const isReturn = entry?.member !== member;
    const last = entry ? entry.clock : -1;
    const furthest = entry ? last + MAX_CLOCK_JUMP : MAX_FIRST_CLOCK;
    if (clock > furthest || clock < last || (clock === last && !isReturn)) return;
    const signed = signState(json, member.identity);
    if (!signed) return;
    const shown = Math.max(entry?.shown ?? -1, this.#remote.take(clientId));
    const isRepeat = !isReturn && clock <= shown && signed.state === entry?.state;
    const step = signed.isCorrected || isReturn ? 1 : 0;
    this.#entries.set(clientId, {
      member,
      clock,
      shown: isRepeat ? shown : Math.max(clock + step, shown + 1),
      state: signed.state,
      receivedAt: performance.now(),
    });
    if (!isRepeat) this.#mark(clientId);
  }

  #mark(clientId: number): void {
    this.#changed.add(clientId);
    if (this.#isStopped) return;
    this.#timer ??= setTimeout(() => this.#flush(), this.#flushedAt + TICK_MS - performance.now());
  }

  #flush(): void {
    this.#timer = undefined;
    this.#flushedAt = performance.now();
    const frame = this.#frameOf(this.#changed);
    this.#remote.share([...this.#changed].flatMap((id) => this.#shared(id)));
    for (const id of this.#changed) {
      const entry = this.#entries.get(id);
      if (entry?.state === null && !this.#idOf.has(entry.member)) this.#entries.delete(id);
    }
    this.#changed.clear();
    for (const member of this.#members()) member.send(frame);
  }

  #shared(clientId: number): RemoteEntry[] {
    const entry = this.#entries.get(clientId);
    if (!entry) return [];
    return [{ clientId, userId: entry.member.identity.userId, clock: entry.shown, state: entry.state }];
  }

  #frameOf(ids: Iterable<number>): Uint8Array {
    const entries = [...ids].flatMap((clientId) => {
      const entry = this.#shared(clientId)[0] ?? this.#remote.entry(clientId);
      return entry ? [{ clientId, clock: entry.clock, json: entry.state ?? 'null' }] : [];
    });
    return entriesFrame(entries);
  }
}
