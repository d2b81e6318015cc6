// What the page and the audio thread say to each other.
import type { MixGraph } from '@/audio/mix/graph';
import type { DecodedSegment, SegmentPart, StreamedStem } from './decoded-segment';
import type { Speed } from './speed';
import type { LoopRange, Metronome, PlayerTrack } from './types';

/** The name under which the worklet registers its processor. */
export const PROCESSOR_NAME = 'isomix-player';

/**
 * Commands that move the transport. Reports carry the sequence number of the newest of these, so that the
 * page can distinguish reports from before and after it. `at`: the context time in seconds at which the first sample is
 * to be output; at once without it.
 */
export type MoveCommand = { readonly sequence: number } & (
  | { readonly type: 'play'; readonly at?: number }
  | { readonly type: 'pause' }
  | { readonly type: 'seek'; readonly position: number }
  | { readonly type: 'loop'; readonly loop: LoopRange | null }
  /** Playback goes on as many samples later in the song, earlier when negative, blended over. */
  | { readonly type: 'shift'; readonly by: number }
);

/** What is played: the tracks, the stems that their clips can play, and a strip for each of the tracks. */
export interface LoadedMix {
  readonly tracks: readonly PlayerTrack[];
  readonly stems: readonly StreamedStem[];
  readonly graph: MixGraph;
}

/** Page to audio thread. The arrays of a segment are transferred, not copied. */
export type PlayerCommand =
  | ({ readonly type: 'load' } & LoadedMix)
  | { readonly type: 'mix'; readonly graph: MixGraph; readonly speed: Speed }
  | ({ readonly type: 'segment'; readonly stemId: string; readonly index: number } & DecodedSegment)
  | ({ readonly type: 'part'; readonly stemId: string; readonly index: number } & SegmentPart)
  | { readonly type: 'evict'; readonly stemId: string; readonly index: number }
  | { readonly type: 'open-end'; readonly isOpenEnded: boolean }
  /** What comes into the node is heard through the strip of this track; null for none. */
  | { readonly type: 'live'; readonly trackId: string | null }
  | { readonly type: 'metronome'; readonly metronome: Metronome | null }
  | MoveCommand
  /** Peaks and loudness are measured anew from now on; reports carry the number of the newest round. */
  | { readonly type: 'measure'; readonly round: number }
  | { readonly type: 'dispose' };

/**
 * Where playback is, and how loud: at context time `time` (seconds) the sample `position` is rendered. The arrays
 * are what the meters say: see MeterFigures.
 */
export interface TransportReport {
  readonly type: 'transport';
  readonly status: 'playing' | 'paused' | 'holding';
  readonly position: number;
  readonly time: number;
  /** Song samples per output sample. */
  readonly rate: number;
  readonly sequence: number;
  readonly levels: Float32Array;
  readonly loudness: Float32Array;
  readonly reductions: Float32Array;
  /** How many steps of loudness the strips and the master have ended in this round. */
  readonly steps: { readonly strips: number; readonly master: number; readonly round: number };
}

/** Audio thread to page. `freed` returns evicted audio, so that its memory is given up on the page's thread. */
export type PlayerReport =
  | TransportReport
  | ({ readonly type: 'freed' } & DecodedSegment)
  /** Tempo and key cannot be changed here. */
  | { readonly type: 'unstretchable' };
