// The connection of one page to a rehearsal room: its state, commands to it, and the studio's clock.
import { io, type Socket } from 'socket.io-client';
import {
  type ClockFit,
  fitClock,
  localTime,
  type RoundTrip,
  remoteTime,
  withTrip,
} from '@/contract/rehearsal/clock-estimate';
import type { RoomCommand, RoomState } from '@/contract/rehearsal/room-state';
import type { ClientToServerEvents, ServerToClientEvents } from '@/document/wire/events';
import {
  clockReplySchema,
  commandReplySchema,
  joinReplySchema,
  roomEventSchema,
} from '@/document/wire/rehearsal';
import { type Readable, Store } from '../ui/store';

/** Round trips of a new connection follow each other quickly, until the quick ones among them are known. */
const FIRST_TRIPS = 20;
const FIRST_EVERY_MS = 60;
const EVERY_MS = 500;
/** What is not answered by then never is. */
const TIMEOUT_MS = 5_000;
const RECONNECT_MS = 1_000;

const UNANSWERED = 'The studio does not answer. Wait for the connection and try again.';

export type RehearsalLinkState = 'joining' | 'joined' | 'lost';

export interface RehearsalListener {
  /** The room plays something else, or this page is in it again. */
  onRoom(state: RoomState): void;
  /** The studio does not let this person in, with its message; the link is closed. */
  onRefused(message: string): void;
}

export class RehearsalLink {
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  readonly #state = new Store<RehearsalLinkState>('joining');
  readonly #projectId: string;
  readonly #listener: RehearsalListener;
  #room: RoomState | null = null;
  #trips: readonly RoundTrip[] = [];
  #fit: ClockFit | null = null;
  #asked = 0;
  #isEditor = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(projectId: string, listener: RehearsalListener) {
    this.#projectId = projectId;
    this.#listener = listener;
    this.#socket = io({ path: '/socket.io', transports: ['websocket'], forceNew: true });
    this.#socket.on('connect', () => void this.#join());
    this.#socket.on('disconnect', () => this.#onLost());
    this.#socket.on('connect_error', () => {
      // What the studio refuses, as while its database is away, is not tried again by the socket itself.
      if (!this.#socket.active) this.#reconnect();
    });
    this.#socket.on('rehearsal', (message) => {
      const event = roomEventSchema.safeParse(message);
      if (event.success && event.data.projectId === projectId) this.#take(event.data.state);
    });
  }

  get state(): Readable<RehearsalLinkState> {
    return this.#state;
  }

  /** Whether this person's role lets them move the transport. */
  get isEditor(): boolean {
    return this.#isEditor;
  }

  /** The shortest way to the studio and back, in milliseconds; null while it is being measured. */
  get roundTripMs(): number | null {
    return this.#fit && Math.max(0, this.#fit.roundTripMs);
  }

  /** What the studio's clock shows at `localMs` of performance.now(); null while it is being measured. */
  studioMs(localMs: number): number | null {
    return this.#fit && remoteTime(this.#fit, localMs);
  }

  /** What performance.now() shows at `studioMs` of the studio's clock. */
  localMs(studioMs: number): number | null {
    return this.#fit && localTime(this.#fit, studioMs);
  }

  /** Gives a command. @returns why it was refused, or null */
  async give(command: RoomCommand): Promise<string | null> {
    try {
      const answer = await this.#socket.timeout(TIMEOUT_MS).emitWithAck('rehearsal:command', command);
      const reply = commandReplySchema.safeParse(answer);
      return reply.success && !reply.data.ok ? reply.data.error : null;
    } catch {
      return UNANSWERED;
    }
  }

  /** Leaves the room. */
  close(): void {
    clearTimeout(this.#timer);
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
  }

  async #join(): Promise<void> {
    // The studio may have moved to another computer meanwhile, and this one may have slept.
    this.#trips = [];
    this.#asked = 0;
    clearTimeout(this.#timer);
    this.#measure();
    const request = { projectId: this.#projectId, known: this.#room };
    const answer = await this.#socket
      .timeout(TIMEOUT_MS)
      .emitWithAck('rehearsal:join', request)
      .catch(() => null);
    const reply = joinReplySchema.safeParse(answer);
    if (!reply.success) {
      this.#reconnect();
      return;
    }
    if (!reply.data.ok) {
      this.#refuse(reply.data.error);
      return;
    }
    this.#room = null;
    this.#isEditor = reply.data.isEditor;
    this.#state.set('joined');
    this.#take(reply.data.state);
  }

  #onLost(): void {
    this.#state.set('lost');
    // Closed by the studio itself, as when somebody is removed: asking again gets the reason.
    if (!this.#socket.active) this.#reconnect();
  }

  #reconnect(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#socket.disconnect().connect(), RECONNECT_MS);
  }

  #refuse(message: string): void {
    this.close();
    this.#listener.onRefused(message);
  }

  #take(state: RoomState): void {
    // What overtook an answer on its way is newer than the answer.
    if (this.#room && state.revision <= this.#room.revision) return;
    this.#room = state;
    this.#listener.onRoom(state);
  }

  /** Asks for the time, quickly until the clock is known well, and for as long as the page is connected. */
  #measure(): void {
    this.#ask();
    const wait = this.#asked < FIRST_TRIPS ? FIRST_EVERY_MS : EVERY_MS;
    this.#timer = setTimeout(() => this.#measure(), wait);
  }

  #ask(): void {
    this.#asked += 1;
    const sentMs = performance.now();
    this.#socket.volatile.emit('rehearsal:clock', (answer) => {
      const receivedMs = performance.now();
      const remoteMs = clockReplySchema.safeParse(answer);
      if (!remoteMs.success) return;
      this.#trips = withTrip(this.#trips, { sentMs, remoteMs: remoteMs.data, receivedMs });
      this.#fit = fitClock(this.#trips) ?? this.#fit;
    });
  }
}
