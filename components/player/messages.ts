// What the page and the audio thread say to each other.
import type { MasterSettings, StripSettings } from '@/audio/mix/engine';
import type { LoopRange } from './types';
import type { DecodedWindow, StreamedStem } from './window-store';

/** The name under which the worklet registers its processor. */
export const PROCESSOR_NAME = 'isomix-player';

/**
 * What moves the transport. Reports carry the sequence number of the newest of these, so that the page can tell
 * what was true before from what is true after it.
 */
export type MoveCommand = { readonly sequence: number } & (
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'seek'; readonly position: number }
  | { readonly type: 'loop'; readonly loop: LoopRange | null }
);

/** Page to audio thread. The arrays of a window are transferred, not copied. */
export type PlayerCommand =
  | { readonly type: 'load'; readonly stems: readonly StreamedStem[] }
  | ({ readonly type: 'window'; readonly stemId: string; readonly index: number } & DecodedWindow)
  | { readonly type: 'evict'; readonly stemId: string; readonly index: number }
  | {
      readonly type: 'mix';
      /** By stem id. */
      readonly strips: Readonly<Record<string, StripSettings>>;
      readonly master: MasterSettings;
    }
  | MoveCommand
  | { readonly type: 'dispose' };

/** Where playback is, and how loud: at context time `time` (seconds) the sample `position` is rendered. */
export interface TransportReport {
  readonly type: 'transport';
  readonly status: 'playing' | 'paused' | 'holding';
  readonly position: number;
  readonly time: number;
  readonly sequence: number;
  /** Levels since the last report, by stem as MeterBank writes them, the master last. */
  readonly levels: Float32Array;
}

/** Audio thread to page. `freed` returns evicted audio, so that its memory is given up on the page's thread. */
export type PlayerReport = TransportReport | ({ readonly type: 'freed' } & DecodedWindow);
