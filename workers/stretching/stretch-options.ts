// How audio is stretched and transposed.
import type { TimeMap } from '@/audio/automix/render/time-map';

export interface StretchOptions {
  /** From 0 on in both times; ends with the length of the input and that of the output. */
  readonly map: TimeMap;
  readonly semitones: number;
  readonly sampleRate: number;
  readonly signal?: AbortSignal;
  /** Receives the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}
