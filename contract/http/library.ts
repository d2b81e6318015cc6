// Style sounds and their grains: the operations of the API, what they take and what they answer.
import { z } from 'zod';
import { ANALYSIS_STATUS } from '@/contract/jobs';
import { projectIdSchema } from '@/document/wire/project-id';
import { operation } from './operation';

/** The text fields beside the file. */
export const styleFieldsSchema = z.object({ name: z.string().max(500, 'The name is too long.').optional() });

export const styleStatusSchema = z.enum(Object.values(ANALYSIS_STATUS));

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
  /** A message about damage in the recording; null when it is intact, and until it is ready */
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

/** A style sound as the library lists it. */
export type StyleSound = z.infer<typeof styleSoundSchema>;
export const styleListSchema = z.object({ sounds: z.array(styleSoundSchema) });

const grainSchema = z.object({
  /** In seconds from the start of the recording */
  start_s: z.number().nonnegative(),
  duration_s: z.number().positive(),
  /** 0 for a grain without a pitch */
  pitch_hz: z.number().nonnegative(),
  /** Spectral centroid */
  brightness_hz: z.number().nonnegative(),
  level_db: z.number(),
});
export type Grain = z.infer<typeof grainSchema>;

export const styleDetailSchema = styleSoundSchema.extend({
  /** In the order of the recording; empty until the sound is ready */
  grain_map: z.array(grainSchema),
  /** Followed by `/0.wav`, `/1.wav` and so on it plays one grain; signed, for five minutes at most */
  grains_url: z.string().nullable(),
});

/** A style sound with the map of its grains. */
export type StyleDetail = z.infer<typeof styleDetailSchema>;

export const acceptedStyleSchema = z.object({ id: z.string(), status: styleStatusSchema });

export const newShareSchema = z.strictObject({ project_id: projectIdSchema });

const styleFormSchema = styleFieldsSchema.extend({
  file: z.file().describe('Any recording of up to ten minutes; its content counts, not its name.'),
});

export const uploadStyleSound = operation({
  method: 'post',
  path: '/upload/style-sound',
  summary: 'Upload a recording to play stems with; its grains are cut and described.',
  access: 'session',
  body: { type: 'multipart/form-data', schema: styleFormSchema },
  answer: { status: 202, schema: acceptedStyleSchema },
  problems: [402, 413, 507],
});

export const listSounds = operation({
  method: 'get',
  path: '/library',
  summary: 'List the style sounds I may use: my own, those shared with my projects, and the starter ones.',
  access: 'session',
  answer: { status: 200, schema: styleListSchema },
});

export const getSound = operation({
  method: 'get',
  path: '/library/{id}',
  summary: 'Look at a style sound and the map of its grains.',
  access: { sound: 'usable' },
  answer: { status: 200, schema: styleDetailSchema },
});

export const deleteSound = operation({
  method: 'delete',
  path: '/library/{id}',
  summary: 'Remove a style sound of mine.',
  access: { sound: 'own' },
  answer: { status: 204 },
  problems: [403],
});

/** Wants an editor of the project as well. */
export const shareSound = operation({
  method: 'post',
  path: '/library/{id}/shares',
  summary: 'Let everybody in a project use a style sound of mine.',
  access: 'session',
  body: { type: 'application/json', schema: newShareSchema },
  answer: { status: 204 },
  problems: [403],
});

/** The owner of the project may as well. */
export const unshareSound = operation({
  method: 'delete',
  path: '/library/{id}/shares/{projectId}',
  summary: 'Take a style sound back from a project.',
  access: 'session',
  answer: { status: 204 },
  problems: [403],
});

export const retryRestyle = operation({
  method: 'post',
  path: '/projects/{id}/stems/{stem}/restyle',
  summary: 'Try again to play a stem with its style sound, after that failed.',
  access: { project: 'editor' },
  answer: { status: 204 },
  problems: [403],
});

export const getGrain = operation({
  method: 'get',
  path: '/grains/{token}/{grain}',
  summary: 'Play one grain of a style sound by its number: 0.wav, 1.wav and so on.',
  access: 'link',
  answer: { status: 200, binary: 'audio/wav' },
  problems: [403, 410],
});
