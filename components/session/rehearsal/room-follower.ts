// Keeps one player where its rehearsal room is: starts when the room starts, falls in late, and stays in time.
import { SAMPLE_RATE, type Samples } from '@/audio/units';
import { positionAt, type RoomState } from '@/contract/rehearsal/room-state';
import { errorMessage } from '../../api/problem';
import type { LoopRange, Player, RenderClock } from '../../player/types';
import { DeviceStamps, OffsetMeter, offsetMs } from './offset-meter';

/** What is needed to load what a latecomer plays first. */
const FALL_IN_MS = 400;
/** Further apart than that a player jumps to where the room is instead of sliding there. */
const JUMP_MS = 2_000;
/** How often the device is looked at while nothing reports. */
const LOOK_MS = 50;

/** The studio's clock as the connection to the room knows it; null while it is being measured. */
export interface StudioClock {
  studioMs(localMs: number): number | null;
  localMs(studioMs: number): number | null;
}

export interface FollowerParts {
  readonly player: Player;
  readonly clock: StudioClock;
  /** Clicks before a start that is counted in; the function returned silences those still to come. */
  readonly countIn: (start: RoomState, contextTime: number) => () => void;
  readonly onProblem: (message: string) => void;
  /** Takes the measured offset in milliseconds; positive is ahead of the room, null is unknown. */
  readonly onOffset: (offsetMs: number | null) => void;
}

export class RoomFollower {
  /** No corrections, as while a take is recorded: it would end at each. */
  isHeld = false;
  readonly #parts: FollowerParts;
  readonly #stamps = new DeviceStamps();
  readonly #meter = new OffsetMeter();
  #room: RoomState | null = null;
  #clock: RenderClock | null = null;
  /** When the start is due that the player was given, by the studio's clock, and where in the song. */
  #begun: { readonly position: number; readonly atMs: number } | null = null;
  /** Falls in as soon as the clocks are known. */
  #isPending = false;
  #silenceClicks = (): void => undefined;
  readonly #stops: readonly (() => void)[];

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    const timer = setInterval(() => this.#look(), LOOK_MS);
    this.#stops = [parts.player.subscribe(() => this.#look()), () => clearInterval(timer)];
  }

  destroy(): void {
    this.#silenceClicks();
    for (const stop of this.#stops) stop();
  }

  /** The studio's time now; null while the clocks are being compared. */
  now(): number | null {
    return this.#parts.clock.studioMs(performance.now());
  }

  /** The studio's time at which the frame of a context time (seconds) leaves the device. */
  studioMs(contextTime: number): number | null {
    const localMs = this.#stamps.localMs(contextTime);
    return localMs === null ? null : this.#parts.clock.studioMs(localMs);
  }

  /** Plays what the room plays. */
  follow(room: RoomState): void {
    const { player } = this.#parts;
    const before = this.#room;
    this.#room = room;
    const { loop } = player.getState();
    if (loop?.start !== room.loop?.start || loop?.end !== room.loop?.end)
      player.setLoop(room.loop as LoopRange | null);
    if (!room.isPlaying) {
      this.#stop(room);
      return;
    }
    const { position, atMs } = room;
    if (this.#begun?.position === position && this.#begun.atMs === atMs) return;
    const now = this.now();
    if (now === null || atMs <= now) {
      // Anchored anew while it plays: what differs is corrected as it is measured.
      if (player.getClock().moving && before?.isPlaying) this.#meter.reset();
      else this.fallIn();
      return;
    }
    this.begin(room);
  }

  /** Plays what the room plays, whatever was begun ahead of it. */
  restore(room: RoomState): void {
    this.#begun = null;
    this.#room = null;
    this.follow(room);
  }

  /** Starts where and when a room says. */
  begin(room: RoomState): void {
    const { player, clock, countIn, onProblem } = this.#parts;
    const now = this.now();
    const localMs = clock.localMs(room.atMs);
    const isWaiting = this.#begun !== null && now !== null && this.#begun.atMs > now;
    const { status } = player.getState();
    if (!isWaiting && (status === 'playing' || status === 'holding')) player.pause();
    this.#silenceClicks();
    player.seek(room.position as Samples);
    this.#room = room;
    this.#begun = { position: room.position, atMs: room.atMs };
    this.#meter.reset();
    const at = localMs === null ? null : this.#stamps.contextTime(localMs);
    if (at !== null && room.countIn) this.#silenceClicks = countIn(room, at);
    player.play(at ?? 0).catch((failure: unknown) => onProblem(errorMessage(failure)));
  }

  /** Plays along from where the room will be in a moment. */
  fallIn(): void {
    const room = this.#room;
    const now = this.now();
    this.#isPending = room !== null && now === null;
    if (!room?.isPlaying || now === null) return;
    const atMs = Math.max(room.atMs, now + FALL_IN_MS);
    const position = Math.round(positionAt(room, atMs));
    // The song has ended for everybody.
    if (position >= this.#parts.player.getState().length) return;
    this.begin({ ...room, position, atMs });
    this.#room = room;
  }

  #stop(room: RoomState): void {
    const { player } = this.#parts;
    this.#silenceClicks();
    this.#begun = null;
    this.#isPending = false;
    const { status } = player.getState();
    if (status === 'playing' || status === 'holding') player.pause();
    if (player.getPlayhead() !== room.position) player.seek(room.position as Samples);
  }

  /** Reads the device, measures how far playback is from the room, and corrects it. */
  #look(): void {
    const { player, onOffset } = this.#parts;
    const stamp = player.getOutputTime();
    if (stamp) this.#stamps.add(stamp);
    else this.#stamps.reset();
    if (this.#isPending && this.now() !== null) this.fallIn();
    const room = this.#room;
    const clock = player.getClock();
    // Where a page tempo differs from the room's, one of them is about to change.
    if (!room?.isPlaying || !clock.moving || Math.abs(clock.rate - room.tempo) > 1e-6) {
      this.#meter.reset();
      this.#clock = null;
      onOffset(null);
      return;
    }
    if (clock === this.#clock) return;
    this.#clock = clock;
    const studioMs = this.studioMs(clock.time);
    if (studioMs === null || studioMs < room.atMs) return;
    this.#correct(room, offsetMs(room, clock, studioMs));
  }

  #correct(room: RoomState, offset: number): void {
    const { player, onOffset } = this.#parts;
    const correction = this.#meter.add(offset);
    onOffset(this.#meter.offsetMs);
    if (correction === 0 || this.isHeld) return;
    this.#meter.reset();
    if (Math.abs(correction) > JUMP_MS) this.fallIn();
    else player.shift((correction / 1_000) * SAMPLE_RATE * room.tempo);
  }
}
