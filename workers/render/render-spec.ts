// What a render is made of, as plain data that can cross into another thread.
import type { MasterSettings, StripSettings } from '@/audio/mix/engine';
import type { ExportFormat } from '@/server/shared/jobs/render-mix';

export interface RenderSource {
  /** How the person knows it: for error messages. */
  readonly name: string;
  /** Consecutive stored FLAC segments, or one audio file of any kind. */
  readonly files: { readonly segments: readonly string[] } | { readonly audio: string };
  /** Brings decoded samples back to their level: 2^headroomBits for stored stems, 1 for files. */
  readonly scale: number;
  readonly strip: StripSettings;
}

export interface RenderSpec {
  readonly sources: readonly RenderSource[];
  readonly master: MasterSettings;
  readonly sampleRate: number;
  /** Null when only decoding tells: then the mix is as long as its longest source. */
  readonly lengthSamples: number | null;
  readonly output: {
    readonly path: string;
    readonly format: ExportFormat;
    /** For WAV and FLAC; MP3 is encoded from floats. */
    readonly bitDepth: 16 | 24;
    readonly title?: string;
  };
}

export interface RenderedMix {
  readonly bytes: number;
  readonly lengthSamples: number;
  /** Highest sample of the mix before it is held at full scale; null for silence. */
  readonly peakDbfs: number | null;
  readonly clippedSamples: number;
}

export interface RenderOptions {
  readonly signal?: AbortSignal;
  /** Told how many samples of the mix are written. */
  readonly onProgress?: (doneSamples: number) => void;
}
