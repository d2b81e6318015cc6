// The player of a page as its buttons and keys see it: alone it is the player itself, in a rehearsal room the room's.
import type { Samples } from '@/audio/units';
import type { MixState } from '@/document/schema';
import type {
  LoopRange,
  MeterReading,
  Metronome,
  OutputTime,
  Player,
  PlayerState,
  PlayerStem,
  PlayerTrack,
  RenderClock,
} from '../../player/types';

/** What moves the transport of a room. */
export type SharedTransport = Pick<Player, 'play' | 'pause' | 'seek' | 'setLoop'>;

export class RoomPlayer implements Player {
  /** The room that is joined. */
  room: SharedTransport | null = null;
  readonly #player: Player;

  constructor(player: Player) {
    this.#player = player;
  }

  get #transport(): SharedTransport {
    return this.room ?? this.#player;
  }

  load(tracks: readonly PlayerTrack[], stems: readonly PlayerStem[]): void {
    this.#player.load(tracks, stems);
  }

  setAvailable(samples: number): void {
    this.#player.setAvailable(samples);
  }

  setMix(mix: MixState, soloed: ReadonlySet<string>): void {
    this.#player.setMix(mix, soloed);
  }

  open(): Promise<void> {
    return this.#player.open();
  }

  play(at?: number): Promise<void> {
    return this.#transport.play(at);
  }

  pause(): void {
    this.#transport.pause();
  }

  seek(position: Samples): void {
    this.#transport.seek(position);
  }

  shift(by: number): void {
    this.#player.shift(by);
  }

  setLoop(range: LoopRange | null): void {
    this.#transport.setLoop(range);
  }

  setMetronome(metronome: Metronome | null): void {
    this.#player.setMetronome(metronome);
  }

  setLiveTrack(trackId: string | null): void {
    this.#player.setLiveTrack(trackId);
  }

  setOpenEnded(isOpenEnded: boolean): void {
    this.#player.setOpenEnded(isOpenEnded);
  }

  getState(): PlayerState {
    return this.#player.getState();
  }

  getClock(): RenderClock {
    return this.#player.getClock();
  }

  getOutputTime(): OutputTime | null {
    return this.#player.getOutputTime();
  }

  getPlayhead(): Samples {
    return this.#player.getPlayhead();
  }

  subscribe(listener: () => void): () => void {
    return this.#player.subscribe(listener);
  }

  readMeters(): MeterReading {
    return this.#player.readMeters();
  }

  subscribeMeters(listener: (reading: MeterReading) => void): () => void {
    return this.#player.subscribeMeters(listener);
  }

  resetMeters(): void {
    this.#player.resetMeters();
  }

  dispose(): void {
    this.#player.dispose();
  }
}

/**
 * The player for a recorder: it starts the room like a button does, but a take that begins or ends neither stops nor
 * moves the others.
 */
export class RecorderPlayer extends RoomPlayer {
  readonly #shared: RoomPlayer;

  /** @param player the player itself, and `shared` the one that the page's buttons use */
  constructor(player: Player, shared: RoomPlayer) {
    super(player);
    this.#shared = shared;
  }

  override play(at?: number): Promise<void> {
    return this.#shared.play(at);
  }

  override pause(): void {
    if (!this.#shared.room) super.pause();
  }

  override seek(position: Samples): void {
    if (!this.#shared.room) super.seek(position);
  }

  override setLoop(range: LoopRange | null): void {
    if (!this.#shared.room) super.setLoop(range);
  }
}
