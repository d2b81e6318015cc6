// What the separation engine's process and its parent say to each other.

import { z } from 'zod';
import { modelIdSchema } from '@/contract/separation-models';
import { separatedStemSchema, stemsSoFarSchema } from '@/platform/jobs/separation';
import { workerProblemSchema } from '@/workers/runtime/worker-problem';

/** Where the stems go: segments and peaks into storage, or float WAV files into an existing folder. */
const targetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('segments'), sourceId: z.string().min(1) }),
  z.object({ kind: z.literal('wav'), folder: z.string().min(1) }),
]);

const separationTaskSchema = z.object({
  /** Path of the audio file. */
  input: z.string().min(1),
  modelId: modelIdSchema,
  dataDir: z.string().min(1),
  /** An existing folder for temporary files, on the disk of the target's; whoever made it removes it. */
  scratchDir: z.string().min(1),
  target: targetSchema,
});
export type SeparationTask = z.infer<typeof separationTaskSchema>;

export const toEngineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('probe') }),
  z.object({ type: z.literal('separate'), task: separationTaskSchema }),
  z.object({ type: z.literal('cancel') }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

const stageSchema = z.enum([
  'decoding',
  'loading model',
  'separating',
  'storing',
  'waiting for the audio storage',
]);
const progressSchema = z.object({
  stage: stageSchema,
  progress: z.number().min(0).max(1),
  etaS: z.number().nonnegative().optional(),
  soFar: stemsSoFarSchema.optional(),
});
export type EngineProgress = z.infer<typeof progressSchema>;

const separationOutcomeSchema = z.object({
  model: modelIdSchema,
  provider: z.string(),
  sampleRate: z.number(),
  lengthSamples: z.number(),
  stems: z.array(separatedStemSchema),
  /** How the file is damaged, in a sentence; null for one that is whole. */
  note: z.string().nullable(),
  wallSeconds: z.number(),
  /** The most memory that the engine's process ever had, in MiB. */
  peakRssMb: z.number(),
});
export type SeparationOutcome = z.infer<typeof separationOutcomeSchema>;

export const fromEngineSchema = z.discriminatedUnion('type', [
  /** Which provider serves, and why faster ones do not. */
  z.object({ type: z.literal('provider'), provider: z.string(), passedOver: z.array(z.string()) }),
  z.object({ type: z.literal('progress'), progress: progressSchema }),
  z.object({ type: z.literal('done'), outcome: separationOutcomeSchema }),
  z.object({
    type: z.literal('failed'),
    /** For the person; null when it is a defect, which only `fault` describes. */
    sentence: z.string().nullable(),
    retryable: z.boolean(),
    /** The part of the studio that does not answer, when that is the reason. */
    away: z.enum(['database', 'queue', 'storage']).nullable(),
    /** What is wrong with this machine, when that is the reason. */
    problem: workerProblemSchema.nullable(),
    fault: z.string(),
  }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;
