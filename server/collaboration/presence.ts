// Who is in a room and what they hold: one state per connection, signed with the server's word for who it is.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type Identity, MAX_PRESENCE_BYTES, presenceSchema } from '@/document/wire/presence';
import { presenceFrame } from './frames';

/** Everybody's states go out together at most this often, which also bounds each person to 10 Hz. */
const TICK_MS = 100;
/** Browsers renew their state every 15 s and forget others after 30 s of silence. */
const SILENT_MS = 30_000;
/** Clocks count up by one per change. A higher start or a longer jump would lock the owner of the id out. */
const MAX_FIRST_CLOCK = 2 ** 24;
const MAX_CLOCK_JUMP = 2 ** 16;
const MAX_ENTRIES = 1_000;

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

interface Entry {
  readonly clientId: number;
  readonly clock: number;
  readonly json: string;
}

function readEntries(bytes: Uint8Array): Entry[] {
  const decoder = decoding.createDecoder(bytes);
  const count = decoding.readVarUint(decoder);
  if (count > MAX_ENTRIES) throw new RangeError('Too many presence entries.');
  return Array.from({ length: count }, () => ({
    clientId: decoding.readVarUint(decoder),
    clock: decoding.readVarUint(decoder),
    json: decoding.readVarString(decoder),
  }));
}

interface SignedState {
  /** What others see; null when the person is leaving. */
  readonly state: string | null;
  /** Whether the client said something else about who it is. */
  readonly isCorrected: boolean;
}

/** Puts the server's word for who this is into a state; null when what the client sent is no presence. */
function sign(json: string, identity: Identity): SignedState | null {
  if (Buffer.byteLength(json) > MAX_PRESENCE_BYTES) return null;
  const value: unknown = JSON.parse(json);
  if (value === null) return { state: null, isCorrected: false };
  const parsed = presenceSchema.safeParse(value);
  if (!parsed.success) return null;
  const { user } = parsed.data;
  const isCorrected =
    user?.userId !== identity.userId || user.name !== identity.name || user.color !== identity.color;
  return { state: JSON.stringify({ ...parsed.data, user: identity }), isCorrected };
}

export class PresenceBoard {
  private readonly seats = new Map<number, Seat>();
  private readonly idOf = new Map<PresenceMember, number>();
  private readonly changed = new Set<number>();
  private timer: NodeJS.Timeout | undefined;
  private flushedAt = 0;
  private isStopped = false;

  /** @param members everybody to tell, the sender included: its provider counts silence as a lost connection */
  constructor(private readonly members: () => Iterable<PresenceMember>) {}

  /**
   * Takes a presence frame of a connection. Browsers repeat what they hear of others: only what a connection says
   * about itself counts, the rest is passed over.
   * @returns false when the bytes are no presence frame
   */
  hear(member: PresenceMember, bytes: Uint8Array): boolean {
    try {
      for (const entry of readEntries(bytes)) {
        if (this.isOwn(member, entry.clientId)) this.update(member, entry);
      }
      return true;
    } catch {
      // Neither lib0 nor JSON.parse leaves anything behind when it throws.
      return false;
    }
  }

  /** A frame with everybody who is here, or null for an empty room. */
  everybody(): Uint8Array | null {
    const since = performance.now() - SILENT_MS;
    const ids = [...this.seats].filter(([, seat]) => seat.state !== null && seat.heardAt > since);
    return ids.length > 0 ? this.frameOf(ids.map(([id]) => id)) : null;
  }

  /** The connection is gone, and so is the person. */
  leave(member: PresenceMember): void {
    const id = this.idOf.get(member);
    const seat = id === undefined ? undefined : this.seats.get(id);
    this.idOf.delete(member);
    if (id === undefined || seat?.member !== member) return;
    if (seat.state === null) {
      this.seats.delete(id);
      return;
    }
    seat.state = null;
    this.mark(id);
  }

  /** Tells nobody anything any more. */
  stop(): void {
    clearTimeout(this.timer);
    this.isStopped = true;
  }

  /** One id per connection: the first it names that is free, or was this person's before the connection broke. */
  private isOwn(member: PresenceMember, clientId: number): boolean {
    const bound = this.idOf.get(member);
    if (bound !== undefined) return bound === clientId;
    const holder = this.seats.get(clientId);
    if (holder && holder.member.identity.userId !== member.identity.userId) return false;
    this.idOf.set(member, clientId);
    return true;
  }

  /*
   * The clock shown to others runs at most one ahead of the client's: where the state is corrected, so that the
   * client takes the correction over, and when a person comes back, since the others remember the old clock as
   * "gone". What the client says next still comes after what it said last.
   */
  private update(member: PresenceMember, { clientId, clock, json }: Entry): void {
    const seat = this.seats.get(clientId);
    const isReturn = seat?.member !== member;
    const last = seat ? seat.heard : -1;
    const furthest = seat ? last + MAX_CLOCK_JUMP : MAX_FIRST_CLOCK;
    if (clock > furthest || clock < last || (clock === last && !isReturn)) return;
    const signed = sign(json, member.identity);
    if (!signed) return;
    const shown = seat?.shown ?? -1;
    const isRepeat = !isReturn && clock <= shown && signed.state === seat?.state;
    const step = signed.isCorrected || isReturn ? 1 : 0;
    this.seats.set(clientId, {
      member,
      heard: clock,
      shown: isRepeat ? shown : Math.max(clock + step, shown + 1),
      state: signed.state,
      heardAt: performance.now(),
    });
    if (!isRepeat) this.mark(clientId);
  }

  private mark(clientId: number): void {
    this.changed.add(clientId);
    if (this.isStopped) return;
    this.timer ??= setTimeout(() => this.flush(), this.flushedAt + TICK_MS - performance.now());
  }

  private flush(): void {
    this.timer = undefined;
    this.flushedAt = performance.now();
    const frame = this.frameOf([...this.changed]);
    for (const id of this.changed) {
      const seat = this.seats.get(id);
      if (seat?.state === null && !this.idOf.has(seat.member)) this.seats.delete(id);
    }
    this.changed.clear();
    for (const member of this.members()) member.send(frame);
  }

  private frameOf(ids: readonly number[]): Uint8Array {
    const encoder = encoding.createEncoder();
    const seats = ids.flatMap((id) => {
      const seat = this.seats.get(id);
      return seat ? [{ id, seat }] : [];
    });
    encoding.writeVarUint(encoder, seats.length);
    for (const { id, seat } of seats) {
      encoding.writeVarUint(encoder, id);
      encoding.writeVarUint(encoder, seat.shown);
      encoding.writeVarString(encoder, seat.state ?? 'null');
    }
    return presenceFrame(encoding.toUint8Array(encoder));
  }
}
