// What the style process is asked to do and what it answers.
import type { QualityFigures } from '@/audio/style/quality';
import type { StyleSettings } from '@/contract/style-settings';
import type { Damage } from '@/platform/media/damage';
import type { StarterSound } from '@/platform/starter-sounds';
import { defineTask, type TaskProgram } from '../runtime/compute/define-task';

export interface LibraryTask {
  readonly source: { readonly recording: string } | { readonly starter: StarterSound };
  /** An existing folder that receives the files named in LIBRARY_FILES */
  readonly folder: string;
}

/** The files that a library task leaves. */
export const LIBRARY_FILES = { library: 'grains.bin', map: 'map.json', sound: 'sound.pcm' } as const;

export interface BuiltLibrary extends Damage {
  readonly grains: number;
  readonly pitched: number;
  readonly durationS: number;
  readonly lowestHz: number | null;
  readonly highestHz: number | null;
  /** Seconds that the analysis took, without decoding and writing */
  readonly analysisS: number;
}

/** A stem as the studio stores it. */
interface StoredStem {
  /** In order */
  readonly segments: readonly string[];
  /** Stored samples times this are the stem */
  readonly scale: number;
  readonly lengthSamples: number;
}

export interface RestyleTask {
  readonly stem: StoredStem | { readonly recording: string };
  readonly library: string;
  readonly settings: Partial<StyleSettings>;
  /** Where the result goes: all samples of the left side and then all of the right one, as 32-bit floats */
  readonly output: string;
  /** A recording of the sound that the result is measured against */
  readonly measureAgainst?: string;
}

export interface PlayedStem {
  readonly grainsUsed: number;
  /** Seconds that the synthesis took, without decoding and measuring */
  readonly synthesisS: number;
  /** Null where it was not measured */
  readonly figures: QualityFigures | null;
}

const STYLE_PROGRAM: TaskProgram = { bundle: 'style-process', source: 'workers/style/style-process.ts' };

export const libraryTask = defineTask<LibraryTask, BuiltLibrary>(STYLE_PROGRAM, 'library');
export const restyleTask = defineTask<RestyleTask, PlayedStem>(STYLE_PROGRAM, 'restyle');
