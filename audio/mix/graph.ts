// Everything a mix can be set to, as plain data: the engine's output is a function of this and of the stems.

import type { CompressorSettings } from '@/contract/processors/compressor';
import type { EqSettings } from '@/contract/processors/equaliser';
import type { LimiterSettings } from '@/contract/processors/limiter';
import type { ReverbSettings, SendSettings } from '@/contract/processors/sends';
import type { StripProcessorSettings } from '@/contract/processors/strip-processors';
import { FADER_MIN_DB } from '@/contract/units';
import type { EchoSettings } from '../space/echo';
import { dbToGain } from '../units';
import type { AutomationSettings } from './automation';
import type { Clip } from './clips';

/** A fader position as linear gain. */
export function faderGain(db: number): number {
  return db <= FADER_MIN_DB ? 0 : dbToGain(db);
}

/**
 * One stem's way into the mix, in this order: polarity, gate, high-pass, low-pass, equaliser, compressor, de-esser,
 * saturator, fader and balance, sends. What is left out does nothing.
 */
export interface StripSettings {
  /** Fader in dB; `FADER_MIN_DB` and everything below is silence. */
  readonly gainDb: number;
  /** -1 (left) to 1 (right): see pan-law.ts. */
  readonly pan: number;
  readonly mute: boolean;
  /** While any strip has it, strips without it are silent. A muted strip stays muted. */
  readonly solo?: boolean;
  /** Turns the polarity round. */
  readonly invert?: boolean;
  readonly eq?: EqSettings;
  readonly compressor?: CompressorSettings;
  /** The other effects, by their ids. */
  readonly processors?: StripProcessorSettings;
  readonly sends?: SendSettings;
  readonly automation?: AutomationSettings;
  /** The index of the strip that it goes into instead of the sum: that of a group, which goes into none. */
  readonly into?: number | undefined;
  /** Which parts of the stem sound when; null or left out for the whole stem where it was recorded. */
  readonly clips?: readonly Clip[] | null;
}

/** The sum's way out: equaliser, fader, limiter. */
export interface MasterSettings {
  readonly gainDb: number;
  readonly eq?: EqSettings;
  /** Null or left out for none. */
  readonly limiter?: LimiterSettings | null;
}

export interface MixGraph {
  /** In the order of the stems. That of a group takes the sum of the strips that go into it in place of a stem. */
  readonly strips: readonly StripSettings[];
  readonly master: MasterSettings;
  readonly reverb?: ReverbSettings;
  readonly delay?: EchoSettings;
}

export const NEUTRAL_STRIP: StripSettings = { gainDb: 0, pan: 0, mute: false };
export const NEUTRAL_MASTER: MasterSettings = { gainDb: 0 };

/** The graph whose output is the plain sum of its stems. */
export function neutralGraph(stemCount: number): MixGraph {
  return { strips: Array.from({ length: stemCount }, () => NEUTRAL_STRIP), master: NEUTRAL_MASTER };
}
