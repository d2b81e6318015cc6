// What the separation engine is asked to do and what it answers.
import type { StoredPartialStems } from '@/platform/jobs/separation';
import { defineTask, type TaskProgram } from '@/workers/runtime/compute/define-task';
import type { SeparatedStem } from './stem-sink';

export interface SeparationTask {
  /** Path of the audio file. */
  readonly input: string;
  readonly modelId: string;
  readonly dataDir: string;
  /** An existing folder for temporary files, on the disk of the target's; whoever made it removes it. */
  readonly scratchDir: string;
  /** Where the stems go: segments and peaks into storage, or float WAV files into an existing folder. */
  readonly target:
    | { readonly kind: 'segments'; readonly sourceId: string }
    | { readonly kind: 'wav'; readonly folder: string };
}

export interface EngineProgress {
  readonly stage: 'decoding' | 'loading model' | 'separating' | 'storing' | 'waiting for the audio storage';
  /** 0 to 1. */
  readonly progress: number;
  readonly etaS?: number;
  readonly partialResult?: StoredPartialStems;
}

/** Which provider serves, and why faster ones do not. */
export interface ServingProvider {
  readonly provider: string;
  readonly passedOver: readonly string[];
}

export interface SeparationOutcome {
  readonly model: string;
  readonly provider: string;
  readonly sampleRate: number;
  readonly lengthSamples: number;
  readonly stems: SeparatedStem[];
  /** A note on the damage of the file; null for one that is whole. */
  readonly note: string | null;
  readonly wallSeconds: number;
  /** The most memory that the engine's process ever had, in MiB. */
  readonly peakRssMb: number;
}

export const ENGINE_PROGRAM: TaskProgram = {
  bundle: 'separation-engine',
  source: 'workers/separation/engine.ts',
};

/** Finds out what would compute, without loading the network. */
export const probeTask = defineTask<null, ServingProvider>(ENGINE_PROGRAM, 'probe');
export const separateTask = defineTask<SeparationTask, SeparationOutcome, EngineProgress | ServingProvider>(
  ENGINE_PROGRAM,
  'separate',
);
