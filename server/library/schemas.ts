// What the library routes take and give.
import { z } from 'zod';
import { projectIdSchema } from '@/document/wire/events';
import { grainSchema } from '@/server/shared/grain-map';

/** The text fields beside the file. */
export const styleFieldsSchema = z.object({ name: z.string().max(500, 'The name is too long.').optional() });

export const styleStatusSchema = z.enum(['queued', 'analysing', 'ready', 'error']);

export const styleSoundSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** `starter` sounds are everybody's, `shared` ones belong to somebody in one of my projects */
  kind: z.enum(['starter', 'own', 'shared']),
  status: styleStatusSchema,
  /** 0 to 1 */
  progress: z.number(),
  error: z.string().nullable(),
  created_at: z.iso.datetime(),
  /** How the recording is damaged, in a sentence; null for one that is whole, and until it is ready */
  note: z.string().nullable(),
  /** The rest is null until the sound is ready */
  duration_s: z.number().nullable(),
  grains: z.number().int().nullable(),
  /** How many of the grains have a pitch */
  pitched_grains: z.number().int().nullable(),
  /** Null as well when no grain has a pitch */
  lowest_hz: z.number().nullable(),
  highest_hz: z.number().nullable(),
  /** The projects of mine in which everybody may use it; starter sounds may be used in all */
  shared_with: z.array(z.string()),
});

export const styleListSchema = z.object({ sounds: z.array(styleSoundSchema) });

export const styleDetailSchema = styleSoundSchema.extend({
  /** In the order of the recording; empty until the sound is ready */
  grain_map: z.array(grainSchema),
  /** Followed by `/0.wav`, `/1.wav` and so on it plays one grain; signed, for five minutes at most */
  grains_url: z.string().nullable(),
});

export const acceptedStyleSchema = z.object({ id: z.string(), status: styleStatusSchema });

export const newShareSchema = z.object({ project_id: projectIdSchema });
