// The reverb that strips send to: a feedback delay network, dense from its first reflections on.
import { DEFAULT_REVERB, REVERB, type ReverbSettings } from '@/contract/processors/sends';
import { DelayLine, FADE_SECONDS, INAUDIBLE } from './delay-line';
import { lowPassMemory } from './echo';
import { Glide } from './glide';

const LONGEST_PRE_DELAY_MS = REVERB.settings.preDelayMs.max;

/** Lengths of the network's lines in seconds: without common factors, so that no echo falls on another. */
const LINE_SECONDS = [0.02977, 0.03359, 0.03709, 0.04103, 0.04537, 0.04931, 0.05477, 0.06143];
/** Lengths of the all-passes that blur the input, per channel, in seconds. */
const BLUR_SECONDS = [
  [0.00479, 0.00359, 0.01277, 0.00931],
  [0.00503, 0.00373, 0.01303, 0.00971],
];
const BLUR = 0.65;
const LINES = LINE_SECONDS.length;
/** The mixing matrix adds and subtracts all lines; this keeps its energy at 1. */
const MIXING = 1 / Math.sqrt(LINES);
/** Brings a burst of noise back at about the level at which it was sent. */
const OUTPUT = 0.5;

/** The nearest odd number above, as lengths with a common factor of two ring. */
const oddSamples = (seconds: number, sampleRate: number): number =>
  2 * Math.round((seconds * sampleRate) / 2) + 1;

/** Spreads a sample over time without colouring it. */
class AllPass {
  readonly #line: DelayLine;

  constructor(delay: number) {
    this.#line = new DelayLine(delay, 0);
    this.#line.setDelay(delay - 1, false);
  }

  get isSilent(): boolean {
    return this.#line.isSilent;
  }

  reset(): void {
    this.#line.reset();
  }

  next(sample: number): number {
    const delayed = this.#line.read();
    const fed = sample + delayed * BLUR;
    this.#line.write(Math.abs(fed) < INAUDIBLE ? 0 : fed);
    return delayed - fed * BLUR;
  }
}

/** Latency 0: the pre-delay is part of the effect. `process` never allocates. */
export class Reverb {
  readonly #preDelays: readonly [DelayLine, DelayLine];
  readonly #blurs: readonly (readonly AllPass[])[];
  readonly #lines: readonly DelayLine[];
  readonly #lengths: readonly number[];
  readonly #gains: readonly Glide[];
  readonly #memory: Glide;
  readonly #filtered = new Float64Array(LINES);
  readonly #mixed = new Float64Array(LINES);
  readonly #sampleRate: number;

  constructor(sampleRate: number, rampSamples: number) {
    this.#sampleRate = sampleRate;
    const longest = Math.ceil((LONGEST_PRE_DELAY_MS * sampleRate) / 1000);
    const fade = Math.round(FADE_SECONDS * sampleRate);
    this.#preDelays = [new DelayLine(longest, fade), new DelayLine(longest, fade)];
    this.#blurs = BLUR_SECONDS.map((side) => side.map((s) => new AllPass(oddSamples(s, sampleRate))));
    this.#lengths = LINE_SECONDS.map((seconds) => oddSamples(seconds, sampleRate));
    this.#lines = this.#lengths.map((length) => new DelayLine(length, 0));
    for (const [i, line] of this.#lines.entries()) line.setDelay(this.#lengths[i]! - 1, false);
    this.#gains = this.#lengths.map(() => new Glide(rampSamples, 0));
    this.#memory = new Glide(rampSamples, 0);
    this.set(DEFAULT_REVERB, false);
  }

  /** True when silence in gives silence out. */
  get isSilent(): boolean {
    for (const line of this.#lines) if (!line.isSilent) return false;
    for (const line of this.#preDelays) if (!line.isSilent) return false;
    for (const side of this.#blurs) for (const blur of side) if (!blur.isSilent) return false;
    for (const value of this.#filtered) if (value !== 0) return false;
    return true;
  }

  /** @param glide false takes the settings at once */
  set({ decayS, preDelayMs, dampingHz }: ReverbSettings, glide: boolean): void {
    for (const line of this.#preDelays) line.setDelay((preDelayMs * this.#sampleRate) / 1000, glide);
    for (const [i, length] of this.#lengths.entries()) {
      this.#gains[i]!.set(10 ** ((-3 * length) / (decayS * this.#sampleRate)), glide);
    }
    this.#memory.set(lowPassMemory(dampingHz, this.#sampleRate), glide);
  }

  reset(): void {
    for (const line of [...this.#lines, ...this.#preDelays]) line.reset();
    for (const blur of this.#blurs.flat()) blur.reset();
    this.#filtered.fill(0);
  }

  /** Replaces the first `frames` frames by their reverberation. */
  process(left: Float64Array, right: Float64Array, frames: number): void {
    for (let i = 0; i < frames; i++) {
      const l = this.#enter(0, left[i]!);
      const r = this.#enter(1, right[i]!);
      this.#decay();
      left[i] = this.#sumOf(0) * OUTPUT;
      right[i] = this.#sumOf(1) * OUTPUT;
      this.#mix();
      for (let line = 0; line < LINES; line++) {
        const fed = this.#mixed[line]! * MIXING + (line % 2 === 0 ? l : r);
        this.#lines[line]!.write(Math.abs(fed) < INAUDIBLE ? 0 : fed);
      }
    }
  }

  #enter(side: 0 | 1, sample: number): number {
    const preDelay = this.#preDelays[side];
    preDelay.write(sample);
    let blurred = preDelay.read();
    const blurs = this.#blurs[side]!;
    for (let i = 0; i < blurs.length; i++) blurred = blurs[i]!.next(blurred);
    return blurred;
  }

  /** Takes what leaves the lines, softer and darker, into `mixed`. */
  #decay(): void {
    const filtered = this.#filtered;
    const mixed = this.#mixed;
    const memory = this.#memory.next();
    for (let line = 0; line < LINES; line++) {
      const out = this.#lines[line]!.read() * this.#gains[line]!.next();
      const dark = out + (filtered[line]! - out) * memory;
      filtered[line] = Math.abs(dark) < INAUDIBLE ? 0 : dark;
      mixed[line] = filtered[line]!;
    }
  }

  /** The even lines go to the left, the odd ones to the right, every other one inverted. */
  #sumOf(side: 0 | 1): number {
    const mixed = this.#mixed;
    return mixed[side]! - mixed[side + 2]! + mixed[side + 4]! - mixed[side + 6]!;
  }

  /** The fast Hadamard transform: every line goes into every line, and no energy is lost. */
  #mix(): void {
    const mixed = this.#mixed;
    for (let span = 1; span < LINES; span *= 2) {
      for (let line = 0; line < LINES; line++) {
        if ((line & span) !== 0) continue;
        const a = mixed[line]!;
        const b = mixed[line + span]!;
        mixed[line] = a + b;
        mixed[line + span] = a - b;
      }
    }
  }
}
