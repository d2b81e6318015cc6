// What a render is made of, as plain data that can cross into another process.

import type { MasterSettings, StripSettings } from '@/audio/mix/graph';
import type { EchoSettings } from '@/audio/space/echo';
import type { BitDepth, ExportFormat } from '@/contract/export-formats';
import type { ReverbSettings } from '@/contract/processors/sends';

import type { AudioTags, CoverImage } from '@/platform/media/encoder-arguments';

export interface StoredSegments {
  readonly segments: readonly string[];
  /** Length of each but the last; lets a read from late in the stem skip what lies before it. */
  readonly segmentSamples?: number;
  /** Of the whole stem: one that ends before has lost a part. */
  readonly lengthSamples?: number;
}

/** Audio that a strip plays. */
export interface RenderAudio {
  /** Consecutive stored FLAC segments, or one audio file of any kind. */
  readonly files: StoredSegments | { readonly audio: string };
  /** Brings decoded samples back to their level: 2^headroomBits for stored stems, 1 for files. */
  readonly scale: number;
}

export interface RenderSource extends RenderAudio {
  /** How the person knows it: for error messages. */
  readonly name: string;
  readonly strip: StripSettings;
}

/** Positions on the timeline of the mix, in samples, before its tempo is changed. */
export interface RenderRange {
  readonly from: number;
  readonly to: number;
}

export interface RenderOutput {
  readonly path: string;
  readonly format: ExportFormat;
  /** For WAV and, but for 32 (floats), for FLAC; MP3 is encoded from floats. */
  readonly bitDepth: BitDepth;
  /** That of the mix when left out. */
  readonly sampleRate?: number;
  readonly tags?: AudioTags;
  readonly cover?: CoverImage;
  /** Files that will be added up each get a dither of their own; 0 when left out. */
  readonly ditherSeed?: number;
  /**
   * Floats beyond full scale stay in a 32-bit WAV file: for single stems, which are added up before they are
   * played.
   */
  readonly keepsOvers?: boolean;
}

export interface RenderSpec {
  readonly sources: readonly RenderSource[];
  /** What clips play that name a source of their own, by its id. */
  readonly audio?: Readonly<Record<string, RenderAudio>>;
  readonly master: MasterSettings;
  readonly reverb?: ReverbSettings;
  readonly delay?: EchoSettings;
  /** How many times faster the mix is played; 1 when left out. */
  readonly tempo?: number;
  /** How much higher; 0 when left out. */
  readonly keySemitones?: number;
  /** Which part of the mix; all of it when left out. */
  readonly range?: RenderRange | null;
  /** The integrated loudness to bring the mix to, in LUFS, below the limiter's ceiling; null or left out for none. */
  readonly loudnessLufs?: number | null;
  /** How many samples reverb and delay may ring on after the end; 0 when left out. */
  readonly tailSamples?: number;
  /** False spares the loudness measurement, whose figures are then null. */
  readonly measure?: boolean;
  readonly sampleRate: number;
  /** Null when it is only known after decoding: then the mix is as long as its longest source. */
  readonly lengthSamples: number | null;
  readonly output: RenderOutput;
}

/** What was measured of a file. */
export interface RenderedMix {
  readonly bytes: number;
  readonly lengthSamples: number;
  /** Highest sample of the mix before it is clamped to full scale; null for silence. */
  readonly peakDbfs: number | null;
  /** How many samples had to be clamped to full scale. */
  readonly clippedSamples: number;
  /** Null for silence, or when it was not measured. Of a lossy file, these are what it decodes to. */
  readonly integratedLufs: number | null;
  readonly rangeLu: number | null;
  readonly truePeakDbtp: number | null;
}

/** A rendered file and how it came about. */
export interface RenderReport extends RenderedMix {
  readonly sampleRate: number;
  /** What changed tempo or key; null when neither was changed. */
  readonly stretcher: string | null;
  /** How far the loudness stayed from its target, in LU, where the ceiling left no way; null when it is met. */
  readonly loudnessShortfallLu: number | null;
}

export type RenderStage = 'mixing' | 'stretching' | 'mastering' | 'encoding';

export interface RenderOptions {
  readonly signal?: AbortSignal;
  /** Receives how much of a stage is done, 0 to 1. */
  readonly onProgress?: (stage: RenderStage, done: number) => void;
}
