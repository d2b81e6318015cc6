// How a recording and the timeline belong together while playback goes on, repeats a loop, or is interrupted.
import { SAMPLE_RATE } from '@/audio/units';
import type { RenderClock } from '../../player/types';
import type { TakeJump } from '../../recorder/messages';
import { type Recorded, timelineOrigin } from './take-place';

/** How far playback may be from where it was expected before that counts as a jump: 1 ms. */
const TOLERANCE = SAMPLE_RATE / 1_000;
/** Playback may come this much sooner than expected, as when a limiter is switched off: 0.1 s. More is a person's jump. */
const MAX_GAINED = SAMPLE_RATE / 10;
/** A device that jumps more often is no device to record with. */
export const MAX_JUMPS = 50;

interface Loop {
  readonly start: number;
  readonly end: number;
}

/** Where playback was seen last. */
interface Seen {
  readonly position: number;
  /** Context time, in seconds */
  readonly time: number;
}

/**
 * Follows the clock of the player. All that it counts is in samples; positions are unrolled: as if nothing was repeated.
 */
export class TakeClock {
  /** What interrupted the recording, in order. */
  readonly jumps: TakeJump[] = [];
  /** The position at which the first sample of the recording would have been played; null before playback begins. */
  #origin: number | null = null;
  /** How often playback has gone back to the beginning of the loop. */
  #rounds = 0;
  #seen: Seen | null = null;
  readonly #recorded: Recorded;
  readonly #loop: Loop | undefined;

  constructor(recorded: Recorded, loop: Loop | undefined) {
    this.#recorded = recorded;
    this.#loop = loop;
  }

  get origin(): number | null {
    return this.#origin;
  }

  /** The unrolled position at which playback was seen last. */
  get reached(): number {
    return this.#seen ? this.#seen.position + this.#rounds * this.#round : 0;
  }

  /** Where in the recording a position of the timeline was played: the one that is nearest to what was seen last. */
  recordedAt(position: number): number {
    const round = this.#round;
    const rounds = round > 0 ? Math.max(0, Math.round((this.reached - position) / round)) : 0;
    return Math.round(position + rounds * round - (this.#origin ?? 0));
  }

  /**
   * Takes where playback is.
   * @returns false when it is elsewhere than an interruption explains: somebody has moved the playhead
   */
  follow(clock: RenderClock): boolean {
    if (!clock.moving) return true;
    const origin = timelineOrigin(clock, this.#recorded);
    if (this.#origin === null) this.#origin = origin;
    else if (!this.#goesOn(this.#origin - origin) && !this.#repair(clock, origin)) return false;
    this.#seen = clock;
    return true;
  }

  get #round(): number {
    return this.#loop ? this.#loop.end - this.#loop.start : 0;
  }

  /** Whether playback is where it is expected, after going back by `back` samples in rounds of the loop. */
  #goesOn(back: number): boolean {
    const round = this.#round;
    const rounds = round > 0 ? Math.max(this.#rounds, Math.round(back / round)) : 0;
    if (Math.abs(back - rounds * round) > TOLERANCE) return false;
    this.#rounds = rounds;
    return true;
  }

  /** Counts on from where playback was, by as much later as it came to go on. */
  #repair(clock: RenderClock, origin: number): boolean {
    const seen = this.#seen;
    if (!seen || this.jumps.length >= MAX_JUMPS) return false;
    const round = this.#round;
    const wraps = round > 0 && clock.position < seen.position ? 1 : 0;
    const advanced = clock.position - seen.position + wraps * round;
    const held = Math.round((clock.time - seen.time) * SAMPLE_RATE * clock.rate - advanced);
    if (advanced < 0 || held < -MAX_GAINED) return false;
    this.#rounds += wraps;
    const before = this.#origin ?? 0;
    this.#origin = origin + this.#rounds * round;
    const shift = before - this.#origin;
    const start = Math.round(seen.position);
    // The rest belongs to where it goes on; what was recorded while nothing was played belongs nowhere.
    const at = start + (this.#rounds - wraps) * round - this.#origin;
    this.jumps.push({ at, start, held: shift });
    return true;
  }
}
