// The stereo delay that strips send to: repeats that grow softer and darker.
import { DEFAULT_DELAY, DELAY, type DelaySettings, LONGEST_DELAY_MS } from '@/contract/processors/sends';
import { DelayLine, FADE_SECONDS, INAUDIBLE } from './delay-line';
import { Glide } from './glide';

const STRONGEST_FEEDBACK = DELAY.settings.feedback.max;

/** Of the delay, with both times in milliseconds. */
export type EchoSettings = Omit<DelaySettings, 'leftNote' | 'rightNote'>;

/** The share of the old value that a one-pole low-pass at `hz` keeps per sample. */
export const lowPassMemory = (hz: number, sampleRate: number): number =>
  Math.exp((-2 * Math.PI * Math.min(hz, sampleRate / 2)) / sampleRate);

/** Latency 0: the delay is the effect. `process` never allocates. */
export class Echo {
  readonly #lines: readonly [DelayLine, DelayLine];
  readonly #filtered = new Float64Array(2);
  readonly #feedback: Glide;
  readonly #memory: Glide;
  readonly #sampleRate: number;

  constructor(sampleRate: number, rampSamples: number) {
    const longest = Math.ceil((LONGEST_DELAY_MS * sampleRate) / 1000);
    const fade = Math.round(FADE_SECONDS * sampleRate);
    this.#lines = [new DelayLine(longest, fade), new DelayLine(longest, fade)];
    this.#sampleRate = sampleRate;
    this.#feedback = new Glide(rampSamples, 0);
    this.#memory = new Glide(rampSamples, 0);
    this.set(DEFAULT_DELAY, false);
  }

  /** True when silence in gives silence out. */
  get isSilent(): boolean {
    return (
      this.#lines[0].isSilent && this.#lines[1].isSilent && this.#filtered[0] === 0 && this.#filtered[1] === 0
    );
  }

  /** @param glide false takes the settings at once */
  set({ leftMs, rightMs, feedback, dampingHz }: EchoSettings, glide: boolean): void {
    for (const [side, ms] of [leftMs, rightMs].entries()) {
      // A sample is written after the one before it was read, so the line itself adds one.
      this.#lines[side]!.setDelay(Math.max(1, Math.round((ms * this.#sampleRate) / 1000)) - 1, glide);
    }
    this.#feedback.set(Math.min(STRONGEST_FEEDBACK, feedback), glide);
    this.#memory.set(lowPassMemory(dampingHz, this.#sampleRate), glide);
  }

  reset(): void {
    for (const line of this.#lines) line.reset();
    this.#filtered.fill(0);
  }

  /** Replaces the first `frames` frames by their repeats. */
  process(left: Float64Array, right: Float64Array, frames: number): void {
    for (let i = 0; i < frames; i++) {
      const feedback = this.#feedback.next();
      const memory = this.#memory.next();
      left[i] = this.#repeat(0, left[i]!, feedback, memory);
      right[i] = this.#repeat(1, right[i]!, feedback, memory);
    }
  }

  #repeat(side: 0 | 1, sample: number, feedback: number, memory: number): number {
    const filtered = this.#filtered;
    const line = this.#lines[side];
    const out = line.read();
    const dark = out + (filtered[side]! - out) * memory;
    filtered[side] = Math.abs(dark) < INAUDIBLE ? 0 : dark;
    const fed = sample + filtered[side]! * feedback;
    line.write(Math.abs(fed) < INAUDIBLE ? 0 : fed);
    return out;
  }
}
