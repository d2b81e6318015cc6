// One take while it is recorded: from the first sample kept to the last, and its place on the timeline.
import { SAMPLE_RATE } from '@/audio/units';
import { LAST_POSITION } from '@/document/clip-schema';
import type { RenderClock } from '../../player/types';
import type { StoredTake, TakeNote } from '../../recorder/messages';
import type { Capture } from '../../recorder/page/capture';
import type { TakeStore } from '../../recorder/page/take-store';
import { takeLength, takePlace, timelineOrigin } from './take-place';

/** How far playback may be from where it was expected before the take ends there: 1 ms. */
const TOLERANCE = SAMPLE_RATE / 1_000;
/** Played behind the end of what is punched: 1 s. */
const POST_ROLL = SAMPLE_RATE;
/** Recorded beyond the end, so that what was played to the last moment is there. */
const TAIL_S = 0.1;

export interface TakePlan {
  readonly note: TakeNote;
  /** Where on the timeline the recording is to begin, in samples. */
  readonly from: number;
  /** In seconds */
  readonly roundTrip: number;
}

export class RunningTake {
  #note: TakeNote;
  #origin: number | null = null;
  /** How often playback has gone back to the beginning of the loop. */
  #rounds = 0;
  /** How far playback was known to be where it was expected, as if nothing had been repeated; in samples. */
  #reached = 0;

  private constructor(
    readonly capture: Capture,
    readonly plan: TakePlan,
    readonly firstFrame: number,
    readonly store: TakeStore,
  ) {
    this.#note = plan.note;
  }

  /** Begins to keep what the input gives. @throws Error with a message for the user */
  static async begin(capture: Capture, plan: TakePlan, store: TakeStore): Promise<RunningTake> {
    const { port1, port2 } = new MessageChannel();
    await store.begin(plan.note, port1);
    return new RunningTake(capture, plan, await capture.start(port2), store);
  }

  get note(): TakeNote {
    return this.#note;
  }

  /** A position of the timeline counted on through the rounds of the loop: the one that is nearest to what was reached. */
  #unrolled(position: number): number {
    const { loop } = this.#note;
    if (!loop) return position;
    const round = loop.end - loop.start;
    return position + Math.max(0, Math.round((this.#reached - position) / round)) * round;
  }

  /** Whether it is known where it lies on the timeline: playback has begun. */
  get isPlaced(): boolean {
    return this.#origin !== null;
  }

  /** Whether all that it is to replace has been played, and a little more: the way out is heard as well. */
  get isOver(): boolean {
    const { punch } = this.#note;
    return punch !== undefined && this.#reached > punch.end + POST_ROLL;
  }

  /**
   * Takes where playback is.
   * @returns why the take ends here, or null while it goes on
   */
  follow(clock: RenderClock): string | null {
    if (!clock.moving) return null;
    const { from, roundTrip } = this.plan;
    const { rate } = this.#note;
    const origin = timelineOrigin(clock, { firstFrame: this.firstFrame, rate, roundTrip });
    if (this.#origin === null) {
      this.#origin = origin;
      this.#note = { ...this.#note, ...takePlace(origin, from) };
      void this.store.note(this.#note).catch(() => undefined);
    } else if (!this.#goesOn(this.#origin - origin)) {
      return 'Playback was interrupted, so the take ends where it was.';
    }
    const { loop } = this.#note;
    this.#reached = clock.position + (loop ? this.#rounds * (loop.end - loop.start) : 0);
    return clock.position > LAST_POSITION - SAMPLE_RATE
      ? 'A project cannot be longer than four hours.'
      : null;
  }

  /** Whether playback is where it is expected, after going back by `back` samples since the take began. */
  #goesOn(back: number): boolean {
    const { loop } = this.#note;
    const round = loop ? loop.end - loop.start : 0;
    const rounds = loop ? Math.max(this.#rounds, Math.round(back / round)) : 0;
    if (Math.abs(back - rounds * round) > TOLERANCE) return false;
    this.#rounds = rounds;
    return true;
  }

  /**
   * Ends the take.
   * @param position on the timeline at which it ends, in samples; null for as far as its playback was seen
   * @returns the take; null when it never began, and nothing is kept of it
   */
  async end(position: number | null): Promise<StoredTake | null> {
    const { context } = this.capture;
    const { rate } = this.#note;
    const tail = this.plan.roundTrip + TAIL_S;
    this.capture.stop(Math.round((context.currentTime + tail) * rate));
    await this.store.finish(this.#note.id);
    const { id } = this.#note;
    const kept = (await this.store.list(this.#note)).find(({ note }) => note.id === id);
    const end = position === null ? this.#reached : this.#unrolled(position);
    const length = takeLength(this.#note, kept?.frames ?? 0, end);
    if (!kept || !this.isPlaced || length < 1) {
      await this.store.remove(id);
      return null;
    }
    this.#note = { ...this.#note, length };
    await this.store.note(this.#note);
    return { note: this.#note, frames: kept.frames };
  }
}
