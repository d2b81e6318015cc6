// One take while it is recorded: from the first sample kept to the last, and its place on the timeline.
import { SAMPLE_RATE } from '@/audio/units';
import { LAST_POSITION } from '@/document/clip-schema';
import type { RenderClock } from '../../player/types';
import type { StoredTake, TakeNote } from '../../recorder/messages';
import type { Capture } from '../../recorder/page/capture';
import type { TakeStore } from '../../recorder/page/take-store';
import { clipLength, takePlace, timelineOrigin } from './take-place';

/** How far playback may be from where it was expected before the take ends there: 1 ms. */
const TOLERANCE = SAMPLE_RATE / 1_000;
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
  /** How far playback was known to be where it was expected, in samples. */
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

  /** Where on the timeline it had come when its playback was last seen. */
  get reached(): number {
    return this.#reached;
  }

  /** Whether it is known where it lies on the timeline: playback has begun. */
  get isPlaced(): boolean {
    return this.#origin !== null;
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
    } else if (Math.abs(origin - this.#origin) > TOLERANCE) {
      return 'Playback was interrupted, so the take ends where it was.';
    }
    this.#reached = clock.position;
    return clock.position > LAST_POSITION - SAMPLE_RATE
      ? 'A project cannot be longer than four hours.'
      : null;
  }

  /**
   * Ends the take.
   * @param position on the timeline at which it ends, in samples
   * @returns the take; null when it never began, and nothing is kept of it
   */
  async end(position: number): Promise<StoredTake | null> {
    const { context } = this.capture;
    const { rate } = this.#note;
    const tail = this.plan.roundTrip + TAIL_S;
    this.capture.stop(Math.round((context.currentTime + tail) * rate));
    await this.store.finish(this.#note.id);
    const { start, sourceStart, id } = this.#note;
    const kept = (await this.store.list(this.#note)).find(({ note }) => note.id === id);
    const longest = clipLength(kept?.frames ?? 0, rate, sourceStart);
    const length = Math.min(Math.round(position) - start, longest);
    if (!kept || !this.isPlaced || length < 1) {
      await this.store.remove(id);
      return null;
    }
    this.#note = { ...this.#note, length };
    await this.store.note(this.#note);
    return { note: this.#note, frames: kept.frames };
  }
}
