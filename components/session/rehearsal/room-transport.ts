// The buttons of a player in a rehearsal room: what they ask the room for, and what this page does meanwhile.
import type { Samples } from '@/audio/units';
import {
  applyCommand,
  type RoomCommand,
  type RoomCountIn,
  type RoomState,
} from '@/contract/rehearsal/room-state';
import { fitLoop } from '../../player/loop';
import type { LoopRange, Player } from '../../player/types';
import { createThrottle } from '../../ui/throttle';
import type { RoomFollower } from './room-follower';
import type { SharedTransport } from './room-player';

/** A drag over a lane asks for many places a second; each would stop everybody. */
const SEEK_EVERY_MS = 250;
const LISTENS = 'Viewers listen in; editors move the transport.';
const MEASURING = 'The clocks are still being compared; try again in a second.';

export interface RoomTransportParts {
  readonly player: Player;
  readonly follower: RoomFollower;
  /** The newest room. */
  readonly room: () => RoomState;
  /** Why this person may not move the transport now; null when they may. */
  readonly refusal: () => string | null;
  /** How long ahead a start has to be announced, in milliseconds. */
  readonly leadMs: () => number;
  readonly tempo: () => number;
  /** What is counted in before everybody plays. */
  readonly countIn: (position: number) => RoomCountIn | null;
  /** Gives a command; resolves with why it was refused, or null. */
  readonly give: (command: RoomCommand) => Promise<string | null>;
  readonly onProblem: (message: string | null) => void;
}

export class RoomTransport implements SharedTransport {
  readonly #parts: RoomTransportParts;
  readonly #seeks = createThrottle<Samples>(SEEK_EVERY_MS, (position) => this.#seekNow(position));
  readonly #loops = createThrottle<LoopRange | null>(SEEK_EVERY_MS, (loop) =>
    this.#give({ type: 'loop', loop }),
  );

  constructor(parts: RoomTransportParts) {
    this.#parts = parts;
  }

  destroy(): void {
    this.#seeks.cancel();
    this.#loops.cancel();
  }

  /** Starts everybody, or falls in where the others play. @param at context time of the first sample, if it matters */
  async play(at?: number): Promise<void> {
    const { player, follower, room, leadMs, tempo, countIn } = this.#parts;
    await player.open();
    if (room().isPlaying && player.getPlayhead() < player.getState().length) return follower.fallIn();
    if (!this.#isAllowed()) return;
    const now = follower.now();
    if (now === null) return this.#parts.onProblem(MEASURING);
    const { length, loop } = player.getState();
    const playhead = player.getPlayhead();
    const position = playhead < length || at !== undefined ? playhead : (loop?.start ?? 0);
    // Whoever says when it begins counts in by themselves.
    const counted = at === undefined ? countIn(position) : null;
    const wanted = at === undefined ? null : follower.studioMs(at);
    const counting = counted ? counted.lengthS * 1_000 : 0;
    const atMs = Math.max(wanted ?? 0, now + leadMs() + counting);
    this.#begin({ type: 'play', position, atMs, tempo: tempo(), countIn: counted }, now);
  }

  pause(): void {
    if (!this.#isAllowed()) return;
    const { player } = this.#parts;
    const position = player.getPlayhead();
    player.pause();
    this.#give({ type: 'pause', position });
  }

  seek(position: Samples): void {
    if (!this.#isAllowed()) return;
    if (!this.#parts.room().isPlaying) this.#parts.player.seek(position);
    this.#seeks.push(position);
  }

  setLoop(range: LoopRange | null): void {
    if (!this.#isAllowed()) return;
    const { player } = this.#parts;
    const loop = range && fitLoop(range, player.getState().length);
    player.setLoop(loop);
    this.#loops.push(loop);
  }

  #seekNow(position: Samples): void {
    const { follower, leadMs, room } = this.#parts;
    const now = follower.now();
    if (now === null || !room().isPlaying) this.#give({ type: 'seek', position, atMs: 0 });
    else this.#begin({ type: 'seek', position, atMs: now + leadMs() }, now);
  }

  #isAllowed(): boolean {
    const refusal = this.#parts.refusal();
    this.#parts.onProblem(refusal);
    return refusal === null;
  }

  /** Begins here at once, for the time that the others will receive: the room answers with the same, as a rule. */
  #begin(command: RoomCommand, now: number): void {
    const { follower, room } = this.#parts;
    follower.begin(applyCommand(room(), command, '', now));
    this.#give(command);
  }

  #give(command: RoomCommand): void {
    const { give, follower, room, onProblem } = this.#parts;
    void give(command).then((refused) => {
      if (refused === null) return;
      onProblem(refused);
      // What was done ahead of the answer is taken back.
      follower.restore(room());
    });
  }
}

/** Why somebody may not move the transport of a room; null when they may. */
export function refusalOf(isEditor: boolean, leaderName: string | null): string | null {
  if (!isEditor) return LISTENS;
  return leaderName === null ? null : `${leaderName} leads this rehearsal; only they move the transport.`;
}
