// The high-pass and the low-pass filter of a strip: Butterworth filters of 12 to 48 dB per octave.
import type { PassFilterSettings } from '@/contract/processors/pass-filters';
import { butterworthDampings, isBeyondNyquist, warpedCorner } from '../filter/butterworth';
import { type PassKind, StateVariableSection } from '../filter/state-variable';
import { type Samples, samples } from '../units';
import type { Processor } from './processor';

const MAX_SECTIONS = 4;
/** The dampings of filters of 0 to `MAX_SECTIONS` sections. */
const DAMPINGS = Array.from({ length: MAX_SECTIONS + 1 }, (_, sections) => butterworthDampings(sections));

/**
 * A steeper slope opens further sections while the dampings of the others glide, and a low-pass above all
 * that the sample rate can represent is off. Latency 0; `process` never allocates.
 */
export class PassFilter implements Processor<PassFilterSettings> {
  readonly latency: Samples = samples(0);
  readonly #sections: readonly StateVariableSection[];
  readonly #kind: PassKind;
  readonly #sampleRate: number;

  constructor(kind: PassKind, sampleRate: number, rampSamples: number) {
    this.#kind = kind;
    this.#sampleRate = sampleRate;
    this.#sections = Array.from({ length: MAX_SECTIONS }, () => new StateVariableSection(kind, rampSamples));
  }

  get isActive(): boolean {
    for (const section of this.#sections) if (section.isActive) return true;
    return false;
  }

  get isSilent(): boolean {
    for (const section of this.#sections) if (!section.isSilent) return false;
    return true;
  }

  set(settings: PassFilterSettings | null, glide: boolean): void {
    const dampings = DAMPINGS[this.#slopeOf(settings)]!;
    const corner = settings === null ? 1 : warpedCorner(settings.hz, this.#sampleRate);
    for (let index = 0; index < MAX_SECTIONS; index++) {
      const damping = dampings[index];
      if (damping === undefined) this.#sections[index]!.close(glide);
      else this.#sections[index]!.open(corner, damping, glide);
    }
  }

  reset(): void {
    for (const section of this.#sections) section.reset();
  }

  process(left: Float64Array, right: Float64Array, frames: number): void {
    for (const section of this.#sections) if (section.isActive) section.process(left, right, frames);
  }

  /** How many sections the settings ask for. */
  #slopeOf(settings: PassFilterSettings | null): number {
    if (settings === null) return 0;
    if (this.#kind === 'low' && isBeyondNyquist(settings.hz, this.#sampleRate)) return 0;
    return Math.min(MAX_SECTIONS, Math.max(1, Math.round(settings.slope)));
  }
}
