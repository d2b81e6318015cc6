// The page's idea of where playback is: position, loop and length of the song, kept consistent with each other.
import type { Samples } from '@/audio/units';
import { fitLoop } from '../loop';
import type { TransportReport } from '../messages';
import type { LoopRange, RenderClock } from '../types';
import { type Anchor, audiblePosition, nextAnchor } from './audible-position';

const AT_START: Anchor = { position: 0, time: 0, moving: false, rate: 1, origin: 0, wrapped: false };

/** The clock of the output device: seconds since it started, and seconds from rendering to output. */
export interface DeviceClock {
  readonly now: number;
  readonly latency: number;
}

export class Playhead {
  /** Length of the song; the loop is fitted to it. */
  length = 0 as Samples;
  loop: LoopRange | null = null;
  /** Whether it runs on behind the end of the song. */
  isOpenEnded = false;
  #wantedLoop: LoopRange | null = null;
  #anchor = AT_START;
  readonly #clock: DeviceClock;

  constructor(clock: DeviceClock) {
    this.#clock = clock;
  }

  /** The sample that the audio thread renders next, as far as is known. */
  get position(): number {
    return this.#anchor.position;
  }

  /** What the audio thread renders when. */
  get clock(): RenderClock {
    return this.#anchor;
  }

  get #end(): number {
    return this.isOpenEnded ? Number.POSITIVE_INFINITY : this.length;
  }

  get moving(): boolean {
    return this.#anchor.moving;
  }

  /** The sample that is audible now. */
  get audible(): Samples {
    return audiblePosition(this.#anchor, this.#clock.now, this.#clock.latency, this.loop, this.#end);
  }

  /** Takes the length of a new song; the loop that was asked for is fitted anew. */
  setLength(length: Samples): void {
    this.length = length;
    this.setLoop(this.#wantedLoop);
  }

  setLoop(range: LoopRange | null): void {
    this.#wantedLoop = range;
    this.loop = range && fitLoop(range, this.length);
  }

  /** Goes to a position, clamped to the song, and stands there until a report says that it moves. */
  place(position: number): void {
    const target = Math.round(Math.min(Math.max(0, position), this.#end));
    this.#anchor = { ...AT_START, position: target, origin: target };
  }

  settle(position: number): void {
    this.#anchor = { ...this.#anchor, position, moving: false };
  }

  follow(report: TransportReport): void {
    this.#anchor = nextAnchor(this.#anchor, report);
  }
}
