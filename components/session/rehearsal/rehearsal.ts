// The rehearsal room of one page: joining and leaving it, who is in it, and how far this player is from the others.
import { SAMPLE_RATE } from '@/audio/units';
import { leadMs, NEW_ROOM, type RoomCountIn, type RoomState } from '@/contract/rehearsal/room-state';
import { errorMessage } from '../../api/problem';
import type { PresenceReader } from '../../collaboration/presence-reader';
import { RehearsalLink } from '../../collaboration/rehearsal-link';
import type { Player } from '../../player/types';
import { type Readable, Store } from '../../ui/store';
import { playCountIn } from '../recording/count-in';
import type { MetronomeControl } from '../transport/metronome';
import { MonitorStore } from './monitor-store';
import { RoomFollower } from './room-follower';
import { RecorderPlayer, RoomPlayer } from './room-player';
import { RoomTransport, refusalOf } from './room-transport';

/** How often the others learn how far this player is from the room. */
const SHARE_EVERY_MS = 1_000;
/** A tempo that is being dragged is told to the room once it rests. */
const TEMPO_RESTS_MS = 250;
const JOINING = 'The rehearsal room is being joined; try again in a moment.';

export interface RehearsalView {
  /** lost: the connection is gone for now; this page plays on by itself. */
  readonly phase: 'out' | 'joining' | 'joined' | 'lost';
  /** Null until the room has been joined. */
  readonly room: RoomState | null;
  /** How far this player is ahead of the room, in milliseconds; null while that is unknown or nothing plays. */
  readonly offsetMs: number | null;
  readonly roundTripMs: number | null;
}

const OUT: RehearsalView = { phase: 'out', room: null, offsetMs: null, roundTripMs: null };

export interface RehearsalParts {
  readonly projectId: string;
  readonly userId: string;
  /** The player itself. */
  readonly player: Player;
  readonly presence: PresenceReader;
  /** How fast the mix plays, 1 as recorded. */
  readonly tempo: Readable<number>;
  /** Counts in. */
  readonly metronome: Pick<MetronomeControl, 'countIn' | 'settings'>;
  /** The context that the player plays in; null before it is open. */
  readonly context: () => AudioContext | null;
}

interface Joined {
  readonly link: RehearsalLink;
  readonly follower: RoomFollower;
  readonly transport: RoomTransport;
  readonly stops: readonly (() => void)[];
}

const tenth = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 10) / 10);

export class Rehearsal {
  readonly view = new Store<RehearsalView>(OUT);
  /** Why something was not done, for the user. */
  readonly problem = new Store<string | null>(null);
  readonly monitor: MonitorStore;
  /** The player for the page's buttons and keys, and the one for its recorder. */
  readonly player: RoomPlayer;
  readonly recorderPlayer: RecorderPlayer;
  readonly #parts: RehearsalParts;
  #joined: Joined | null = null;
  #isRecording = false;

  constructor(parts: RehearsalParts) {
    this.#parts = parts;
    this.monitor = new MonitorStore(parts.projectId);
    this.player = new RoomPlayer(parts.player);
    this.recorderPlayer = new RecorderPlayer(parts.player, this.player);
  }

  get isIn(): boolean {
    return this.#joined !== null;
  }

  /** While a take is recorded nothing is corrected: it would end there. */
  setRecording(isRecording: boolean): void {
    this.#isRecording = isRecording;
    if (this.#joined) this.#joined.follower.isHeld = isRecording;
  }

  /** Joins the room, from a user's gesture. */
  async join(): Promise<void> {
    if (this.#joined) return;
    const { player, projectId } = this.#parts;
    this.problem.set(null);
    const link = new RehearsalLink(projectId, {
      onRoom: (room) => this.#onRoom(room),
      onRefused: (message) => {
        this.leave();
        this.problem.set(message);
      },
    });
    this.#joined = this.#enter(link);
    this.player.room = this.#joined.transport;
    this.view.set({ ...OUT, phase: 'joining' });
    this.#share();
    await player.open().catch((failure: unknown) => this.problem.set(errorMessage(failure)));
  }

  /** Leaves the room; what plays goes on. */
  leave(): void {
    const joined = this.#joined;
    if (!joined) return;
    this.#joined = null;
    this.player.room = null;
    for (const stop of joined.stops) stop();
    joined.transport.destroy();
    joined.follower.destroy();
    joined.link.close();
    this.view.set(OUT);
    this.#parts.presence.share({ rehearsal: null });
  }

  /** Leads from now on, so that nobody else moves the transport, or lets everybody move it again. */
  async lead(isLeading: boolean): Promise<void> {
    const refused = await this.#joined?.link.give({ type: 'lead', isLeading });
    this.problem.set(refused ?? null);
  }

  destroy(): void {
    this.leave();
  }

  #enter(link: RehearsalLink): Joined {
    const { player, tempo } = this.#parts;
    const follower = new RoomFollower({
      player,
      clock: link,
      countIn: (start, at) => this.#scheduleCountIn(start, at),
      onProblem: (message) => this.problem.set(message),
      onOffset: (offsetMs) => this.#patch({ offsetMs: tenth(offsetMs) }),
    });
    follower.isHeld = this.#isRecording;
    const transport = new RoomTransport({
      player,
      follower,
      room: () => this.#room(),
      refusal: () => this.#refusal(link),
      leadMs: () => this.#leadMs(),
      tempo: tempo.get,
      countIn: (position) => this.#countInBefore(position),
      give: (command) => link.give(command),
      onProblem: (message) => this.problem.set(message),
    });
    const sharing = setInterval(() => this.#share(), SHARE_EVERY_MS);
    const stops = [
      () => clearInterval(sharing),
      link.state.subscribe(() => this.#patch({ phase: link.state.get() })),
      this.#followTempo(link, follower),
    ];
    return { link, follower, transport, stops };
  }

  /** The one who leads, where that is somebody else who is here. */
  leaderName(): string | null {
    const { presence, userId } = this.#parts;
    const leaderId = this.view.get().room?.leaderId ?? null;
    if (leaderId === null || leaderId === userId) return null;
    const leader = presence.peers
      .get()
      .find(({ user, presence: shown }) => user.userId === leaderId && shown.rehearsal);
    return leader?.user.name ?? null;
  }

  #room(): RoomState {
    return this.view.get().room ?? NEW_ROOM;
  }

  #refusal(link: RehearsalLink): string | null {
    return this.view.get().room ? refusalOf(link.isEditor, this.leaderName()) : JOINING;
  }

  #onRoom(room: RoomState): void {
    const isFirst = this.view.get().room === null;
    this.#patch({ room });
    if (isFirst && room.revision === 0) return;
    this.#joined?.follower.follow(room);
  }

  #leadMs(): number {
    const others = this.#parts.presence.peers
      .get()
      .map(({ presence }) => presence.rehearsal?.roundTripMs ?? 0);
    return leadMs([...others, this.#joined?.link.roundTripMs ?? 0]);
  }

  /** The tempo is the mix's; the room is told when it changed, by whoever is first. */
  #followTempo(link: RehearsalLink, follower: RoomFollower): () => void {
    const { tempo } = this.#parts;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = tempo.get();
    const stop = tempo.subscribe(() => {
      if (tempo.get() === last) return;
      last = tempo.get();
      clearTimeout(timer);
      const sinceMs = follower.now();
      timer = setTimeout(() => {
        const { room } = this.view.get();
        if (!link.isEditor || sinceMs === null || !room || room.tempo === tempo.get()) return;
        void link.give({ type: 'tempo', tempo: tempo.get(), sinceMs });
      }, TEMPO_RESTS_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }

  /** The bars before a position, at the tempo at which everything plays. */
  #countInBefore(position: number): RoomCountIn | null {
    const { metronome, tempo } = this.#parts;
    const { clicks, length } = metronome.countIn(position, this.monitor.get().countIn);
    if (length === 0) return null;
    const seconds = (samples: number) => samples / SAMPLE_RATE / tempo.get();
    return {
      lengthS: seconds(length),
      clicks: clicks.map(({ at, isAccent }) => ({ atS: seconds(at), isAccent })),
    };
  }

  #scheduleCountIn({ countIn }: RoomState, at: number): () => void {
    const context = this.#parts.context();
    if (!context || !countIn) return () => undefined;
    const samples = (seconds: number) => Math.round(seconds * SAMPLE_RATE);
    const clicks = countIn.clicks.map(({ atS, isAccent }) => ({ at: samples(atS), isAccent }));
    const counted = { clicks, length: samples(countIn.lengthS) };
    return playCountIn(context, counted, at - countIn.lengthS, this.#parts.metronome.settings.get());
  }

  #share(): void {
    if (!this.#joined) return;
    const roundTripMs = tenth(this.#joined.link.roundTripMs);
    this.#patch({ roundTripMs });
    const rehearsal = { offsetMs: this.view.get().offsetMs, roundTripMs };
    this.#parts.presence.share({ rehearsal });
  }

  #patch(change: Partial<RehearsalView>): void {
    const before = this.view.get();
    const isSame = Object.entries(change).every(
      ([key, value]) => before[key as keyof RehearsalView] === value,
    );
    if (!isSame) this.view.set({ ...before, ...change });
  }
}
