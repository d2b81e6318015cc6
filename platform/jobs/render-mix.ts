// The render job: the shared mix of a project in, one file in storage out.

import { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';
import { lineSchema } from '@/contract/text';
import { TRACK_COLORS } from '@/contract/track-colors';
import { mixStateSchema, stemResultSchema } from '@/document/schema';
import { defineJob } from './define-job';
import { exportOptionsSchema } from './export-options';

const coverKindSchema = z.enum(['jpeg', 'png']);
export type CoverKind = z.infer<typeof coverKindSchema>;

const position = z.number().int().nonnegative();

/** What was found of the time of a song; positions are in samples of the timeline. */
const timingSchema = z.object({
  beats: z.array(position),
  downbeats: z.array(position),
  markers: z.array(z.object({ at: position, name: lineSchema.min(1).max(80) })),
});
export type RenderTiming = z.infer<typeof timingSchema>;

const figures = {
  bytes: z.number().int().nonnegative(),
  peakDbfs: z.number().nullable(),
  clippedSamples: z.number().int().nonnegative(),
  /** Null for silence. */
  integratedLufs: z.number().nullable(),
  rangeLu: z.number().nullable(),
  truePeakDbtp: z.number().nullable(),
};

export const renderMixJob = defineJob({
  name: 'render-mix',
  queue: 'cpu',
  input: z.object({
    mixId: z.string().min(1).max(64),
    options: exportOptionsSchema,
    /** The project's cover image, if it has one and the file is to carry it. */
    cover: z.object({ projectId: z.string().min(1).max(64), kind: coverKindSchema }).nullable(),
    /** All that can be set, as the shared document said when the export was asked for. */
    mix: mixStateSchema,
    /** Tracks that the listener had on solo: the others are silent in this export. */
    soloed: z.array(stemIdSchema),
    sampleRate: z.number().int().positive(),
    /** Of the timeline. */
    lengthSamples: z.number().int().nonnegative(),
    /** The tracks, each with what it plays where its clips name nothing else. */
    stems: z.array(
      stemResultSchema.extend({
        stemId: stemIdSchema.nullable().optional(),
        color: z.enum(TRACK_COLORS).optional(),
        /** A group has a strip, which tracks go through, and no audio; a job of an earlier version has none. */
        kind: z.enum(['track', 'group']).optional(),
      }),
    ),
    /** What clips play that name a source; a job of an earlier version has none. */
    sources: z.array(stemResultSchema).default([]),
    /** For exports that count; empty for all others. */
    timing: timingSchema.default({ beats: [], downbeats: [], markers: [] }),
  }),
  result: z.object({
    durationS: z.number().nonnegative(),
    sampleRate: z.number().int().positive(),
    /** What changed tempo or key; null when neither was changed. */
    stretcher: z.string().nullable(),
    tempo: z.number(),
    keySemitones: z.number(),
    /** How far the loudness stayed from its target, in LU, where the ceiling left no way; null when it is met. */
    loudnessShortfallLu: z.number().nullable(),
    /** Of the file, or of all stems together: bytes and clipped samples added, peaks at their highest. */
    ...figures,
    /** The files in an archive of stems. */
    files: z.array(z.object({ stem: stemIdSchema, name: z.string(), ...figures })),
    wallSeconds: z.number().nonnegative(),
  }),
  idOf: ({ mixId }: { readonly mixId: string }) => `mix-${mixId}`,
  visibleTo: [{ as: 'job', from: '"Mix"', jobColumn: 'jobId' }],
  retention: { until: 'unreferenced', table: '"Mix"' },
});
export type RenderMixInput = z.infer<typeof renderMixJob.input>;
export type RenderMixResult = z.infer<typeof renderMixJob.result>;
