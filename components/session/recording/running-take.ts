// One take while it is recorded: from the first sample kept to the last, and its place on the timeline.
import { SAMPLE_RATE } from '@/audio/units';
import { LAST_POSITION } from '@/document/clip-schema';
import type { RenderClock } from '../../player/types';
import type { StoredTake, TakeNote } from '../../recorder/messages';
import type { Capture } from '../../recorder/page/capture';
import type { TakeStore } from '../../recorder/page/take-store';
import { TakeClock } from './take-clock';
import { takeLength, takePlace } from './take-place';

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
  readonly #clock: TakeClock;

  private constructor(
    readonly capture: Capture,
    readonly plan: TakePlan,
    readonly firstFrame: number,
    readonly store: TakeStore,
  ) {
    this.#note = plan.note;
    const { rate, loop } = plan.note;
    this.#clock = new TakeClock({ firstFrame, rate, roundTrip: plan.roundTrip }, loop);
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

  /** Whether it is known where it lies on the timeline: playback has begun. */
  get isPlaced(): boolean {
    return this.#clock.origin !== null;
  }

  /** How often playback was interrupted, and the rest put back in time. */
  get jumps(): number {
    return this.#clock.jumps.length;
  }

  /** Whether all that it is to replace has been played, and a little more: the way out is heard as well. */
  get isOver(): boolean {
    const { punch } = this.#note;
    return punch !== undefined && this.#clock.reached > punch.end + POST_ROLL;
  }

  /**
   * Takes where playback is.
   * @returns why the take ends here, or null while it goes on
   */
  follow(clock: RenderClock): string | null {
    const { isPlaced, jumps } = this;
    if (!this.#clock.follow(clock)) return 'The playhead was moved, so the take ends where it was.';
    const { origin } = this.#clock;
    if (origin === null) return null;
    if (!isPlaced) this.#learn(takePlace(origin, this.plan.from));
    else if (this.jumps > jumps) this.#learn({ jumps: [...this.#clock.jumps] });
    return clock.position > LAST_POSITION - SAMPLE_RATE
      ? 'A project cannot be longer than four hours.'
      : null;
  }

  /** Writes down what has become known, for the case that this page does not come to the end of the take. */
  #learn(facts: Partial<TakeNote>): void {
    this.#note = { ...this.#note, ...facts };
    void this.store.note(this.#note).catch(() => undefined);
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
    const endAt = this.#clock.recordedAt(position ?? this.#clock.reached);
    const length = takeLength(this.#note, kept?.frames ?? 0, endAt);
    if (!kept || !this.isPlaced || length < 1) {
      await this.store.remove(id);
      return null;
    }
    this.#note = { ...this.#note, length };
    await this.store.note(this.#note);
    return { note: this.#note, frames: kept.frames };
  }
}
