// The echo that a track leaves with: its last beats, repeated and decaying.
import type { PlacedTransition } from '@/audio/automix/render/set-timeline';
import type { FrameReader } from '../../stretching/frame-file';

/** Repeats below this share of the original end the echo: -60 dB. */
const SILENT_SHARE = 0.001;
/** Each repeat begins with a fade, because the passage that is repeated begins in the middle of a sound. */
const FADE_FRAMES = 441;

export class EchoTail {
  readonly start: number;
  readonly end: number;
  readonly #period: number;
  readonly #feedback: number;
  readonly #passage: Float32Array;
  #isLoaded = false;

  /** @param transition one with an echo */
  constructor(transition: PlacedTransition, sampleRate: number) {
    const { echo, tempo } = transition.plan;
    if (!echo) throw new RangeError('This transition has no echo.');
    this.start = transition.start;
    this.#period = Math.round((echo.beats * 60 * sampleRate) / tempo.startBpm);
    this.#feedback = echo.feedback;
    const repeats = echo.feedback > 0 ? Math.ceil(Math.log(SILENT_SHARE) / Math.log(echo.feedback)) : 0;
    this.end = this.start + repeats * this.#period;
    this.#passage = new Float32Array(2 * this.#period);
  }

  /** Adds the repeats at `gain` to a block that begins at `position` of the set. */
  async addTo(
    track: FrameReader,
    position: number,
    gain: number,
    left: Float64Array,
    right: Float64Array,
    frames: number,
  ): Promise<void> {
    if (position >= this.end || position + frames <= this.start) return;
    if (!this.#isLoaded) await this.#load(track);
    const { start, end } = this;
    const period = this.#period;
    const passage = this.#passage;
    const feedback = this.#feedback;
    const last = Math.min(frames, end - position);
    for (let i = Math.max(0, start - position); i < last; i++) {
      const since = position + i - start;
      const repeat = Math.floor(since / period) + 1;
      const at = 2 * (since % period);
      const level = gain * feedback ** repeat;
      left[i]! += level * passage[at]!;
      right[i]! += level * passage[at + 1]!;
    }
  }

  async #load(track: FrameReader): Promise<void> {
    await track.read(this.start - this.#period, this.#passage);
    for (let i = 0; i < Math.min(FADE_FRAMES, this.#period); i++) {
      this.#passage[2 * i]! *= i / FADE_FRAMES;
      this.#passage[2 * i + 1]! *= i / FADE_FRAMES;
    }
    this.#isLoaded = true;
  }
}
