// What a mix engine is made for.
import type { StripListener } from './strip-listener';

export interface MixEngineOptions {
  readonly stemCount: number;
  /** The most frames that one `process` call may ask for. */
  readonly blockSize: number;
  readonly sampleRate?: number;
  /** False disables the meters of the strips, for renders that no one watches; the master's always runs. */
  readonly meterStrips?: boolean;
  /** Receives every strip as it goes into the sum. */
  readonly listener?: StripListener;
}
