// Who is in a room and what they hold: one state per connection, signed with the server's word for who it is.
import type { Identity } from '@/document/wire/presence';
import type { Elsewhere, SharedSeat } from './presence-elsewhere';
import { entriesFrame, type PresenceEntry, readEntries, signState } from './presence-entry';

/** Everybody's states go out together at most this often, which also bounds each person to 10 Hz. */
const TICK_MS = 100;
/** Browsers renew their state every 15 s and forget others after 30 s of silence. */
const SILENT_MS = 30_000;
/** Clocks count up by one per change. A higher start or a longer jump would lock the owner of the id out. */
const MAX_FIRST_CLOCK = 2 ** 24;
const MAX_CLOCK_JUMP = 2 ** 16;

/** What presence needs to know of a connection. */
export interface PresenceMember {
  readonly identity: Identity;
  send(frame: Uint8Array): void;
}

interface Seat {
  readonly member: PresenceMember;
  /** The client's own clock when it last spoke. */
  readonly heard: number;
  /** The clock under which the others know the state. */
  readonly shown: number;
  /** JSON of the state, or null after the person left. */
  state: string | null;
  readonly heardAt: number;
}

export class PresenceBoard {
  readonly #seats = new Map<number, Seat>();
  readonly #idOf = new Map<PresenceMember, number>();
  readonly #changed = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  #flushedAt = 0;
  #isStopped = false;
  readonly #members: () => Iterable<PresenceMember>;
  readonly #elsewhere: Elsewhere;

  /**
   * @param members everybody to tell, the sender included: its provider counts silence as a lost connection
   * @param elsewhere the people of this project on other server processes
   */
  constructor(members: () => Iterable<PresenceMember>, elsewhere: Elsewhere) {
    this.#members = members;
    this.#elsewhere = elsewhere;
  }

  /**
   * Takes a presence frame of a connection. Browsers repeat what they hear of others: only what a connection says
   * about itself counts, the rest is passed over.
   * @returns false when the bytes are no presence frame
   */
  hear(member: PresenceMember, bytes: Uint8Array): boolean {
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

  /** Another process says something new about one of its people. */
  hearElsewhere({ clientId, userId, clock, state }: SharedSeat): void {
    const seat = this.#seats.get(clientId);
    if (seat) {
      // A browser that went over there has left the connection here, which may not know yet that it is dead.
      const hasMoved = state !== null && seat.member.identity.userId === userId && clock > seat.shown;
      if (!hasMoved) return;
      this.#seats.delete(clientId);
    }
    this.#mark(clientId);
  }

  /** A frame with everybody who is here, or null for an empty room. */
  everybody(): Uint8Array | null {
    const since = performance.now() - SILENT_MS;
    const here = [...this.#seats].filter(([, seat]) => seat.state !== null && seat.heardAt > since);
    const ids = new Set([...here.map(([id]) => id), ...this.#elsewhere.present(since)]);
    return ids.size > 0 ? this.#frameOf(ids) : null;
  }

  /** The people of this process, for the other processes. */
  own(): SharedSeat[] {
    return [...this.#seats.keys()].flatMap((id) => this.#shared(id));
  }

  /** The connection is gone, and so is the person. */
  leave(member: PresenceMember): void {
    const id = this.#idOf.get(member);
    const seat = id === undefined ? undefined : this.#seats.get(id);
    this.#idOf.delete(member);
    if (id === undefined || seat?.member !== member) return;
    if (seat.state === null) {
      this.#seats.delete(id);
      return;
    }
    seat.state = null;
    this.#mark(id);
  }

  /** Tells nobody anything any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#isStopped = true;
  }

  /** One id per connection: the first it names that is free, or was this person's before the connection broke. */
  #isOwn(member: PresenceMember, clientId: number): boolean {
    const bound = this.#idOf.get(member);
    if (bound !== undefined) return bound === clientId;
    const { userId } = member.identity;
    const holder = this.#seats.get(clientId)?.member.identity.userId ?? this.#elsewhere.holder(clientId);
    if (holder !== undefined && holder !== userId) return false;
    this.#idOf.set(member, clientId);
    return true;
  }

  /*
   * The clock shown to others runs at most one ahead of what they know: where the state is corrected, so that the
   * client takes the correction over, and when a person comes back, be it from another process, since the others
   * remember the old clock as "gone". What the client says next still comes after what it said last.
   */
  #update(member: PresenceMember, { clientId, clock, json }: PresenceEntry): void {
    const seat = this.#seats.get(clientId);
    const isReturn = seat?.member !== member;
    const last = seat ? seat.heard : -1;
    const furthest = seat ? last + MAX_CLOCK_JUMP : MAX_FIRST_CLOCK;
    if (clock > furthest || clock < last || (clock === last && !isReturn)) return;
    const signed = signState(json, member.identity);
    if (!signed) return;
    const shown = Math.max(seat?.shown ?? -1, this.#elsewhere.take(clientId));
    const isRepeat = !isReturn && clock <= shown && signed.state === seat?.state;
    const step = signed.isCorrected || isReturn ? 1 : 0;
    this.#seats.set(clientId, {
      member,
      heard: clock,
      shown: isRepeat ? shown : Math.max(clock + step, shown + 1),
      state: signed.state,
      heardAt: performance.now(),
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
    this.#elsewhere.share([...this.#changed].flatMap((id) => this.#shared(id)));
    for (const id of this.#changed) {
      const seat = this.#seats.get(id);
      if (seat?.state === null && !this.#idOf.has(seat.member)) this.#seats.delete(id);
    }
    this.#changed.clear();
    for (const member of this.#members()) member.send(frame);
  }

  #shared(clientId: number): SharedSeat[] {
    const seat = this.#seats.get(clientId);
    if (!seat) return [];
    return [{ clientId, userId: seat.member.identity.userId, clock: seat.shown, state: seat.state }];
  }

  #frameOf(ids: Iterable<number>): Uint8Array {
    const entries = [...ids].flatMap((clientId) => {
      const seat = this.#shared(clientId)[0] ?? this.#elsewhere.seat(clientId);
      return seat ? [{ clientId, clock: seat.clock, json: seat.state ?? 'null' }] : [];
    });
    return entriesFrame(entries);
  }
}
