// The separation of a song: which models there are, how far it is, and trying again.
import { z } from 'zod';
import { separationModelSchema } from '@/contract/separation-models';
import { stemIdSchema } from '@/contract/stems';
import { operation } from './operation';
import { projectStatusSchema } from './projects';

export const stemSchema = z.object({
  name: stemIdSchema,
  url: z
    .string()
    .nullable()
    .describe(
      'The whole stem at the level at which it plays, signed, for five minutes; null where the plan does not save stems.',
    ),
  duration_s: z.number(),
  gain_db: z
    .number()
    .describe(
      'What the file has to be turned up by to be the stem: always 0, for clients that still apply it.',
    ),
});

/** What can already be played while the song is being separated, from its beginning. */
const partialStemsSchema = z.object({
  available_samples: z.number().int(),
  length_samples: z.number().int(),
  segment_samples: z.number().int(),
  sample_rate: z.number().int(),
  /** As in the media grants */
  source_id: z.string(),
  stems: z.array(z.object({ name: stemIdSchema, title: z.string(), headroom_bits: z.number().int() })),
});

export const projectProgressSchema = z.object({
  status: projectStatusSchema,
  /** 0 to 1 */
  progress: z.number(),
  stage: z.string().nullable(),
  /** 1 for the next one */
  queue_position: z.number().int().nullable(),
  eta_s: z.number().nullable(),
  error: z.string().nullable(),
  /** A message about damage in the song's file; null when it is intact */
  note: z.string().nullable(),
  stems: z.array(stemSchema),
  stems_so_far: partialStemsSchema.nullable(),
  /** What the song's model gives, in mixer order; null where it is not known */
  expected_stems: z.array(stemIdSchema).nullable(),
  /** The source of the session that is the whole song as it was uploaded; null where there is none */
  original: stemIdSchema.nullable(),
});

/** Where the separation of a project's song stands. */
export type ProjectProgress = z.infer<typeof projectProgressSchema>;

/**
 * In seconds from the start of the song; both are empty while it is not analysed, and where nothing repeats. A `news`
 * event with `of: 'beats'` says that they are there.
 */
export const beatsSchema = z.object({
  beats_s: z.array(z.number().nonnegative()),
  /** The first beat of each bar */
  downbeats_s: z.array(z.number().nonnegative()),
});

export type SongBeats = z.infer<typeof beatsSchema>;

const listedModelSchema = separationModelSchema.extend({ default: z.boolean() });

export type ListedModel = z.infer<typeof listedModelSchema>;

export const modelListSchema = z.object({ models: z.array(listedModelSchema) });

export const listModels = operation({
  method: 'get',
  path: '/models',
  summary: 'List the models that a song can be separated with, the configured one first.',
  access: 'session',
  answer: { status: 200, schema: modelListSchema },
});

export const getProgress = operation({
  method: 'get',
  path: '/projects/{id}/status',
  summary: 'Follow the separation; the stems once they are there.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: projectProgressSchema },
});

export const getBeats = operation({
  method: 'get',
  path: '/projects/{id}/beats',
  summary: 'The beats of the song, once it is analysed.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: beatsSchema },
});

export const retrySeparation = operation({
  method: 'post',
  path: '/projects/{id}/retry',
  summary: 'Run a failed or cancelled separation again.',
  access: { project: 'editor' },
  answer: { status: 202, schema: projectProgressSchema },
  problems: [402, 403, 409],
});

export const cancelSeparation = operation({
  method: 'post',
  path: '/projects/{id}/cancel',
  summary: 'Cancel a separation that waits or runs.',
  access: { project: 'editor' },
  answer: { status: 200, schema: projectProgressSchema },
  problems: [403, 409],
});
