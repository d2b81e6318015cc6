// What the project routes take and give.
import { z } from 'zod';
import { oneLine } from '@/contract/one-line';
import { projectKindSchema } from '@/contract/project-kinds';
import { roleSchema } from '@/contract/roles';
import { stemIdSchema } from '@/document/schema';
import { separationModelSchema } from '@/server/shared/separation-models';

/** `created` has no song yet; `error` and `cancelled` can be tried again, or another song uploaded. */
export const projectStatusSchema = z.enum(['created', 'queued', 'separating', 'ready', 'error', 'cancelled']);
export type ProjectStatus = z.infer<typeof projectStatusSchema>;

const projectNameSchema = z
  .string()
  .transform(oneLine)
  .pipe(
    z.string().min(1, 'Give the project a name.').max(120, 'A project name may have at most 120 characters.'),
  );

/** A `session` opens at the mixer, a `set` at its tracklist. */

export const newProjectSchema = z.object({
  name: projectNameSchema,
  kind: projectKindSchema.default('session'),
});
export const renamedProjectSchema = newProjectSchema.pick({ name: true });

export const projectSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: projectKindSchema,
  role: roleSchema,
  status: projectStatusSchema,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  /** When it will be removed unless somebody uses it; null keeps it */
  expires_at: z.iso.datetime().nullable(),
  member_count: z.number().int(),
  /** How many tracks its set may be made of */
  track_count: z.number().int(),
  /** Of the last set that was asked for and is still there; null without one */
  set_status: z.enum(['running', 'complete', 'failed']).nullable(),
  /** Of that set when it is complete */
  set_duration_s: z.number().nullable(),
});

export const projectListSchema = z.object({ projects: z.array(projectSchema) });

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

/** What can be heard already while the song is separated, from its beginning on. */
const stemsSoFarSchema = z.object({
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
  /** How the song's file is damaged, in a sentence; null for one that is whole */
  note: z.string().nullable(),
  stems: z.array(stemSchema),
  stems_so_far: stemsSoFarSchema.nullable(),
  /** What the song's model gives, in mixer order; null where it is not known */
  expected_stems: z.array(stemIdSchema).nullable(),
});

/** In seconds from the start of the song; both are empty where it was not analysed or nothing repeats. */
export const beatsSchema = z.object({
  beats_s: z.array(z.number().nonnegative()),
  /** The first beat of each bar */
  downbeats_s: z.array(z.number().nonnegative()),
});

export const modelListSchema = z.object({
  models: z.array(separationModelSchema.extend({ default: z.boolean() })),
});
