// The tracks that a project can make sets of: the operations of the API, what they take and what they answer.
import { z } from 'zod';
import { ANALYSIS_STATUS } from '@/contract/jobs';
import { projectIdSchema } from '@/document/wire/project-id';
import { operation } from './operation';

export const trackFormSchema = z.object({ name: z.string().max(500, 'The name is too long.').optional() });

/** The song of a project one is a member of; the project itself counts too. */
export const sharedTrackSchema = z.strictObject({ from_project_id: projectIdSchema });

export const trackStatusSchema = z.enum(Object.values(ANALYSIS_STATUS));

export const trackAnalysisSchema = z.object({
  duration_s: z.number(),
  /** Null where nothing repeats */
  bpm: z.number().nullable(),
  bpm_confidence: z.number(),
  /** False where a human played */
  is_steady: z.boolean(),
  key: z.object({ name: z.string(), camelot: z.string(), confidence: z.number() }).nullable(),
  integrated_lufs: z.number().nullable(),
  true_peak_dbtp: z.number().nullable(),
  /** From the first bar to the last, 0 to 1 */
  energy: z.array(z.number()),
});

/** What the analysis of a track found. */
export type Analysis = z.infer<typeof trackAnalysisSchema>;

export const trackSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: trackStatusSchema,
  error: z.string().nullable(),
  /** A message about damage in the file; null when it is intact */
  note: z.string().nullable(),
  /** Of the file */
  duration_s: z.number(),
  /** Whether vocals, drums, bass and the rest are there to be mixed one by one */
  has_stems: z.boolean(),
  analysis: trackAnalysisSchema.nullable(),
});

/** A track that the studio stores for a project, with the results of its analysis. */
export type Track = z.infer<typeof trackSchema>;
export const trackListSchema = z.object({ tracks: z.array(trackSchema) });

const trackUploadSchema = trackFormSchema.extend({
  file: z.file().describe('The track: MP3, WAV, FLAC, OGG, M4A or AAC; its content counts, not its name.'),
});

export const listTracks = operation({
  method: 'get',
  path: '/projects/{id}/tracks',
  summary: 'List the tracks that a project can make sets of, each with its analysis.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: trackListSchema },
});

export const uploadTrack = operation({
  method: 'post',
  path: '/projects/{id}/tracks',
  summary: 'Upload a track; it is analysed.',
  access: { project: 'editor' },
  body: { type: 'multipart/form-data', schema: trackUploadSchema },
  answer: { status: 202, schema: trackSchema },
  problems: [402, 403, 413, 507],
});

export const shareTrack = operation({
  method: 'post',
  path: '/projects/{id}/tracks/borrow',
  summary: 'Make the song of a project a track of this one.',
  access: { project: 'editor' },
  body: { type: 'application/json', schema: sharedTrackSchema },
  answer: { status: 202, schema: trackSchema },
  problems: [402, 403, 409],
});
