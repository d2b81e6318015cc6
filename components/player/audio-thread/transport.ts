// The one clock: what sounds next, where it fades, and when all stems wait together for a late one.

import { type BlockSegment, EMPTY_SEGMENT } from '@/audio/playback/block-segment';
import { FADE_SAMPLES } from '@/audio/playback/fade';
import { runsIntoLoop } from '@/contract/loop-positions';
import type { LoopRange } from '../types';
import type { Arrangement } from './arrangement';

/** After a wait, this much must be there again (a quarter of a second), or playback would stutter. */
export const RESUME_SAMPLES = 11_025;

/**
 * Decides run by run. Whatever would cause a click (a pause, a jump, a segment that is not there) first fades the
 * sound out over samples that are certain to be there, acts in silence, and fades in again.
 */
export class Transport {
  position = 0;
  loop: LoopRange | null = null;
  playing = false;
  /** True until something sounds, and again after a jump: then nothing rings on either. */
  quiet = true;
  /** Whether playback runs on in silence behind the last clip. */
  isOpenEnded = false;
  /** Jumps that have landed. */
  jumps = 0;
  #fade = 0;
  #jump: number | null = null;
  #samplesToJump = 0;
  #nextLoop: LoopRange | null | undefined;
  #nextArrangement: Arrangement | null = null;
  readonly #run: BlockSegment = { ...EMPTY_SEGMENT };
  #arrangement: Arrangement;

  constructor(arrangement: Arrangement) {
    this.#arrangement = arrangement;
  }

  get status(): 'playing' | 'paused' | 'holding' {
    if (!this.playing) return 'paused';
    return this.#fade === 0 ? 'holding' : 'playing';
  }

  /** Where playback is, or will be once a jump has faded out. */
  get target(): number {
    return this.#jump ?? this.position;
  }

  /** True when the next sample would be the first one after a jump. */
  get landing(): boolean {
    return this.#jump !== null && this.#samplesToJump === 0 && this.#fade === 0;
  }

  /** What is audible: the newest arrangement, or the one before it until its sound has faded out. */
  get audibleArrangement(): Arrangement {
    return this.#arrangement;
  }

  /** Exchanges the stems under the running clock; what sounds then fades in. */
  replace(arrangement: Arrangement): void {
    this.#arrangement = arrangement;
    this.#fade = 0;
    this.#nextArrangement = null;
    this.position = Math.min(this.position, this.#length);
  }

  /** Takes an edit of the same stems: at once when all it needs is there, else after a fade. */
  rearrange(arrangement: Arrangement): void {
    this.#nextArrangement = arrangement;
    const isThere = arrangement.coversAhead(this.position, 2 * FADE_SAMPLES, this.loop, FADE_SAMPLES);
    if (
      this.#fade === 0 ||
      (isThere && this.position < (this.isOpenEnded ? Number.POSITIVE_INFINITY : arrangement.length))
    )
      this.#takeArrangement();
  }

  play(): void {
    if (this.target >= this.#length) this.seek(this.loop?.start ?? 0);
    this.playing = true;
  }

  pause(): void {
    this.playing = false;
  }

  seek(position: number): void {
    this.#jump = Math.min(Math.max(0, position), this.#length);
    if (this.quiet) this.#settle();
    else if (this.#samplesToJump === 0) this.#samplesToJump = FADE_SAMPLES;
  }

  /**
   * Goes on a little earlier or later in the song, without a fade: the mixer blends what sounds before and after.
   * @returns false where that cannot be done now, because of a fade, a seam, or samples that are not there
   */
  shift(by: number): boolean {
    const { position, loop } = this;
    const target = position + by;
    const reach = Math.max(position, target) + 2 * FADE_SAMPLES;
    const isPastSeam = runsIntoLoop(position, loop) && reach >= loop.end;
    const isSteady = this.#fade === FADE_SAMPLES && this.#wantsSound() && !isPastSeam;
    if (!isSteady || target < 0 || reach >= this.#length) return false;
    if (!this.#arrangement.coversAhead(target, 2 * FADE_SAMPLES, loop, FADE_SAMPLES)) return false;
    this.position = target;
    return true;
  }

  /** Takes a new loop; at once, unless the playhead is inside the fade of the old or the new seam. */
  setLoop(loop: LoopRange | null): void {
    this.#nextLoop = loop;
    const isNearLoopEnd = this.#samplesToLoopEnd(loop) > 0 || this.#samplesToLoopEnd(this.loop) > 0;
    if (this.#fade === 0 || !isNearLoopEnd) this.#takeLoop();
  }

  /** The next run, at most `most` frames. The object is used again by the next call. */
  next(maxSamples: number): BlockSegment {
    if (this.#fade === 0) this.#settle();
    const run = this.#run;
    run.position = this.position;
    run.samplesToLoopEnd = this.#samplesToLoopEnd(this.loop);
    run.samplesToJump = this.#samplesToJump;
    const longest = Math.min(maxSamples, this.#samplesToJump || maxSamples);
    run.frames = Math.min(longest, this.#toNextTurn());
    const canStart = this.#fade > 0 || this.#ready();
    const goesOn = canStart && this.#wantsSound() && this.#coversAhead(run.frames + FADE_SAMPLES);
    // Before the first sample there is silence anyway: the song begins as it was recorded.
    if (goesOn && this.quiet && this.position === 0) this.#fade = FADE_SAMPLES;
    run.sounding = goesOn || this.#fade > 0;
    if (run.sounding) this.#sound(goesOn);
    else run.frames = longest;
    if (this.#samplesToJump > 0) this.#samplesToJump -= run.frames;
    return run;
  }

  /** Sets how the run fades, as long as it fades that way, and lets it pass. */
  #sound(goesOn: boolean): void {
    const run = this.#run;
    const fade = this.#fade;
    run.fade = fade;
    run.fadeStep = goesOn ? (fade < FADE_SAMPLES ? 1 : 0) : -1;
    if (run.fadeStep === 1) run.frames = Math.min(run.frames, FADE_SAMPLES - fade);
    if (run.fadeStep === -1) run.frames = Math.min(run.frames, fade);
    this.#advance(run.frames, run.fadeStep);
  }

  get #length(): number {
    return this.isOpenEnded ? Number.POSITIVE_INFINITY : this.#arrangement.length;
  }

  #advance(frames: number, fadeStep: number): void {
    this.quiet = false;
    this.#fade += frames * fadeStep;
    this.position += frames;
    if (this.loop !== null && this.position === this.loop.end) this.position = this.loop.start;
    else if (this.position >= this.#length) {
      this.playing = false;
      this.#fade = 0;
    }
  }

  #wantsSound(): boolean {
    return (
      this.playing && this.#jump === null && this.#nextLoop === undefined && this.#nextArrangement === null
    );
  }

  /** True when a start would not stop again at once. */
  #ready(): boolean {
    const { loop, position } = this;
    const maxSamples = runsIntoLoop(position, loop) ? loop.end - loop.start : RESUME_SAMPLES;
    return (
      this.#wantsSound() && position < this.#length && this.#coversAhead(Math.min(RESUME_SAMPLES, maxSamples))
    );
  }

  #coversAhead(count: number): boolean {
    return this.#arrangement.coversAhead(this.position, count, this.loop, FADE_SAMPLES);
  }

  /** Samples to the next point where a run must end: the seam or its fade, or the end of the song. */
  #toNextTurn(): number {
    const { loop, position } = this;
    if (!runsIntoLoop(position, loop)) return Math.max(0, this.#length - position);
    const toFade = loop.end - FADE_SAMPLES - position;
    return toFade > 0 ? toFade : loop.end - position;
  }

  #samplesToLoopEnd(loop: LoopRange | null): number {
    if (!runsIntoLoop(this.position, loop)) return 0;
    const left = loop.end - this.position;
    return left <= FADE_SAMPLES ? left : 0;
  }

  #takeLoop(): void {
    if (this.#nextLoop !== undefined) this.loop = this.#nextLoop;
    this.#nextLoop = undefined;
  }

  #takeArrangement(): void {
    if (this.#nextArrangement) this.#arrangement = this.#nextArrangement;
    this.#nextArrangement = null;
  }

  /** Does, in silence, what would click while sounding. */
  #settle(): void {
    this.#takeLoop();
    this.#takeArrangement();
    if (this.#jump !== null && this.#samplesToJump === 0) {
      this.position = this.#jump;
      this.#jump = null;
      this.quiet = true;
      this.jumps++;
    }
    if (this.#length > 0 && this.position >= this.#length) this.playing = false;
  }
}
