// What a mix engine is made for.
import type { StripListener } from './strip-listener';

export interface MixEngineOptions {
  readonly stemCount: number;
  /** The most frames that one `process` call may ask for. */
  readonly blockSize: number;
  readonly sampleRate?: number;
  /** False leaves the meters of the strips at rest, for renders that nobody watches; the master's always runs. */
  readonly meterStrips?: boolean;
  /** Hears every strip as it goes into the sum. */
  readonly listener?: StripListener;
}
