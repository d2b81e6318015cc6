// Makes the effects of a strip that are described by their settings alone.

import type { SettingsOf } from '@/contract/processors/define-processor';
import type { ProcessorId, STRIP_PROCESSORS } from '@/contract/processors/strip-processors';
import type { Samples } from '../units';
import { DeEsser } from './de-esser';
import { Gate } from './gate';
import { OVERSAMPLER_DELAY } from './oversampler';
import { PassFilter } from './pass-filter';
import type { Processor } from './processor';
import { Saturator } from './saturator';

/** One processor for every effect that the contract describes: one that is missing does not compile. */
export type StripChain = {
  readonly [Id in ProcessorId]: Processor<SettingsOf<(typeof STRIP_PROCESSORS)[Id]>>;
};

/** How late all of them together can make the audio, in samples. */
export const LONGEST_CHAIN_LATENCY: Samples = OVERSAMPLER_DELAY;

/**
 * All of them are off.
 * @param rampSamples how long they take to follow their settings
 */
export function createStripChain(sampleRate: number, rampSamples: number): StripChain {
  return {
    gate: new Gate(sampleRate, rampSamples),
    highPass: new PassFilter('high', sampleRate, rampSamples),
    lowPass: new PassFilter('low', sampleRate, rampSamples),
    deEsser: new DeEsser(sampleRate, rampSamples),
    saturator: new Saturator(sampleRate, rampSamples),
  };
}
