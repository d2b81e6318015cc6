// What a render is made of, as plain data that can cross into another thread.
import type { MasterSettings, StripSettings } from '@/audio/mix/graph';
import type { DelaySettings } from '@/audio/space/echo';
import type { ReverbSettings } from '@/audio/space/reverb';
import type { ExportFormat } from '@/server/shared/jobs/render-mix';

export interface StoredSegments {
  readonly segments: readonly string[];
  /** Length of each but the last; lets a clip from late in the stem skip what lies before it. */
  readonly segmentSamples?: number;
}

export interface RenderSource {
  /** How the person knows it: for error messages. */
  readonly name: string;
  /** Consecutive stored FLAC segments, or one audio file of any kind. */
  readonly files: StoredSegments | { readonly audio: string };
  /** Brings decoded samples back to their level: 2^headroomBits for stored stems, 1 for files. */
  readonly scale: number;
  readonly strip: StripSettings;
}

export interface RenderSpec {
  readonly sources: readonly RenderSource[];
  readonly master: MasterSettings;
  readonly reverb?: ReverbSettings;
  readonly delay?: DelaySettings;
  /** The integrated loudness to bring the mix to, in LUFS, below the limiter's ceiling; null or left out for none. */
  readonly loudnessLufs?: number | null;
  /** How many samples reverb and delay may ring on after the end; 0 when left out. */
  readonly tailSamples?: number;
  /** False spares the loudness measurement, whose figures are then null. */
  readonly measure?: boolean;
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
  /** Of the mix before the file's format: null for silence, or when it was not measured. */
  readonly integratedLufs: number | null;
  readonly rangeLu: number | null;
  readonly truePeakDbtp: number | null;
}

export interface RenderOptions {
  readonly signal?: AbortSignal;
  /** Told how many samples of the mix are written. */
  readonly onProgress?: (doneSamples: number) => void;
}
