// What shapes a strip before its fader: the chain of its effects, and the alignment with strips that are later.
import type { ProcessorId } from '@/contract/processors/strip-processors';
import { Compressor, NEUTRAL_COMPRESSOR } from '../dynamics/compressor';
import { NEUTRAL_EQ, ParametricEq } from '../filter/parametric-eq';
import type { Processor } from '../processors/processor';
import { createStripChain, type StripChain } from '../processors/strip-chain';
import { StereoDelay } from '../space/stereo-delay';
import { type Samples, samples } from '../units';
import type { StripSettings } from './graph';
import type { StereoBuffer } from './mix-bus';

/** An effect in its place in the chain, whatever it is set to. */
type Stage = Pick<Processor<never>, 'isActive' | 'isSilent' | 'reset' | 'process'>;

const NONE: NonNullable<StripSettings['processors']> = {};

/** `process` never allocates. */
export class StripProcessors {
  readonly #eq: ParametricEq;
  readonly #compressor: Compressor;
  readonly #effects: StripChain;
  readonly #effectIds: readonly ProcessorId[];
  /** In the order in which they work */
  readonly #stages: readonly Stage[];
  readonly #alignment: StereoDelay;
  /** Whether any of the effects is on, or was when the strip was last set: most strips have none, and need not ask each. */
  #hasEffects = false;

  /** @param longestLatency the most that another strip may be late, in samples */
  constructor(sampleRate: number, rampSamples: number, longestLatency: number) {
    this.#eq = new ParametricEq(sampleRate, rampSamples);
    this.#compressor = new Compressor(sampleRate, rampSamples);
    this.#effects = createStripChain(sampleRate, rampSamples);
    this.#effectIds = Object.keys(this.#effects) as ProcessorId[];
    const { gate, highPass, lowPass, ...after } = this.#effects;
    this.#stages = [gate, highPass, lowPass, this.#eq, this.#compressor, ...Object.values(after)];
    this.#alignment = new StereoDelay(longestLatency, rampSamples);
  }

  /** How late they make the audio, without its alignment. */
  get latency(): Samples {
    let latency: number = this.#compressor.latency;
    for (const id of this.#effectIds) latency += this.#effects[id].latency;
    return samples(latency);
  }

  /** The compressor's gain reduction under way, in dB: 0 or more. */
  get reductionDb(): number {
    return this.#compressor.reductionDb;
  }

  /** False when `process` would change nothing. */
  get isActive(): boolean {
    if (this.#eq.isActive || this.#compressor.isActive || !this.#alignment.isDirect) return true;
    return this.#hasEffects && this.#isAnyEffectActive();
  }

  /** True when silence in gives silence out. */
  get isSilent(): boolean {
    if (!this.#alignment.isDirect && !this.#alignment.isSilent) return false;
    if (!this.#hasEffects) return this.#eq.isSilent && this.#compressor.isSilent;
    for (const stage of this.#stages) if (!stage.isSilent) return false;
    return true;
  }

  set(settings: StripSettings, glide: boolean): void {
    const { eq = NEUTRAL_EQ, compressor = NEUTRAL_COMPRESSOR, processors = NONE } = settings;
    this.#eq.set(eq, glide);
    this.#compressor.set(compressor, glide);
    let isAnyOn = false;
    for (const id of this.#effectIds) {
      this.#setEffect(id, processors[id], glide);
      isAnyOn ||= processors[id] !== undefined;
    }
    this.#hasEffects = isAnyOn || this.#isAnyEffectActive();
  }

  /** Delays the audio so that it is in time with the latest strip. */
  setAlignment(delay: number, glide: boolean): void {
    this.#alignment.setDelay(delay, glide);
  }

  /** Clears what is left of earlier audio. */
  reset(): void {
    for (const stage of this.#stages) stage.reset();
    this.#alignment.reset();
  }

  /** Shapes the first `frames` frames in place. */
  process({ left, right }: StereoBuffer, frames: number): void {
    if (this.#hasEffects) {
      for (const stage of this.#stages) if (stage.isActive) stage.process(left, right, frames);
    } else {
      if (this.#eq.isActive) this.#eq.process(left, right, frames);
      if (this.#compressor.isActive) this.#compressor.process(left, right, frames);
    }
    if (!this.#alignment.isDirect) this.#alignment.process(left, right, frames);
  }

  #isAnyEffectActive(): boolean {
    for (const id of this.#effectIds) if (this.#effects[id].isActive) return true;
    return false;
  }

  #setEffect<Id extends ProcessorId>(
    id: Id,
    settings: NonNullable<StripSettings['processors']>[Id] | undefined,
    glide: boolean,
  ): void {
    const effect = this.#effects[id] as Processor<typeof settings>;
    effect.set(settings ?? null, glide);
  }
}
