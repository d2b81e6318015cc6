// What the style process is asked to do and what it answers.
import type { StyleSettings } from '@/document/style-schema';
import type { Damage } from '@/platform/media/damage';
import type { StarterSound } from '@/platform/starter-sounds';

export interface LibraryTask {
  readonly kind: 'library';
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
}

export interface RestyleTask {
  readonly kind: 'restyle';
  /** The stored segments of the stem, in order */
  readonly segments: readonly string[];
  /** Stored samples times this are the stem */
  readonly scale: number;
  readonly lengthSamples: number;
  readonly library: string;
  readonly settings: StyleSettings;
  /** Where the result goes: all samples of the left side and then all of the right one, as 32-bit floats */
  readonly output: string;
}

export interface PlayedStem {
  readonly grainsUsed: number;
}

/** Every task by its kind, with what it answers. */
export interface StyleTasks {
  readonly library: { readonly task: LibraryTask; readonly answer: BuiltLibrary };
  readonly restyle: { readonly task: RestyleTask; readonly answer: PlayedStem };
}
export type StyleKind = keyof StyleTasks;
export type StyleTask = StyleTasks[StyleKind]['task'];
export type AnswerTo<Task extends StyleTask> = StyleTasks[Task['kind']]['answer'];
