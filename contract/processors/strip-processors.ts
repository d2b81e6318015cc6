// The effects of a strip that are described by their settings alone, in the order in which they work.
import { DE_ESSER } from './de-esser';
import type { ProcessorDescriptor, SettingsOf } from './define-processor';
import { GATE } from './gate';
import { HIGH_PASS, LOW_PASS } from './pass-filters';
import { SATURATOR } from './saturator';

/** By id. The equaliser and the compressor, which have panels of their own, work between `lowPass` and `deEsser`. */
export const STRIP_PROCESSORS = {
  gate: GATE,
  highPass: HIGH_PASS,
  lowPass: LOW_PASS,
  deEsser: DE_ESSER,
  saturator: SATURATOR,
} as const satisfies Readonly<Record<string, ProcessorDescriptor>>;

export type ProcessorId = keyof typeof STRIP_PROCESSORS;
/** What each of them is set to; those that are off are left out. */
export type StripProcessorSettings = {
  readonly [Id in ProcessorId]?: SettingsOf<(typeof STRIP_PROCESSORS)[Id]>;
};
