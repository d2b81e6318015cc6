// The contents of a grain library: the sound of a style recording, its units, and what is known of every
// frame.
import type { FrameMatrix } from '../analysis/frames';
import type { Samples } from '../units';

/** Full scale of the 16-bit samples that a library keeps. */
export const SAMPLE_SCALE = 32_767;

/** A problem with a sound that the user can fix; `message` is one sentence for them. */
export class StyleSoundError extends Error {
  override readonly name = 'StyleSoundError';
}

/** One cut of the style recording: from an onset or the end of a silence to the next onset or silence. */
export interface GrainUnit {
  readonly start: Samples;
  readonly length: Samples;
  /** Median fundamental frequency of the voiced frames; 0 when the unit has no pitch. */
  readonly pitchHz: number;
  /** Share of frames with a pitch, 0..1. */
  readonly periodicity: number;
  /** RMS level of the whole unit in dB re full scale. */
  readonly levelDb: number;
  /** Mean spectral centroid, weighted by power. */
  readonly brightnessHz: number;
}

/** What is known of every frame of the recording; frame `f` is around sample `f * HOP`. */
export interface FrameTable {
  readonly frames: number;
  /** RMS level in dB re full scale, at least -120. */
  readonly levelDb: Float32Array;
  /** Fundamental frequency; 0 where there is none. */
  readonly pitchHz: Float32Array;
  /** Probability that the frame has a pitch, 0..1. */
  readonly periodicity: Float32Array;
  readonly centroidHz: Float32Array;
  /** Spectral flatness, 0 (a tone) to 1 (white noise). */
  readonly flatness: Float32Array;
  readonly chroma: FrameMatrix;
  readonly mfcc: FrameMatrix;
}

export interface GrainLibrary {
  readonly sampleRate: number;
  /** One or two channels, as 16-bit samples. */
  readonly channels: readonly Int16Array[];
  /** Linear value of full scale of the samples. */
  readonly peak: number;
  readonly units: readonly GrainUnit[];
  readonly frames: FrameTable;
}

/** Samples in the recording. */
export function libraryLength(library: GrainLibrary): Samples {
  return (library.channels[0]?.length ?? 0) as Samples;
}
