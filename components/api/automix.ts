// Tracks and sets of a project.

import { z } from 'zod';
import { SET_FORMATS, SET_STRATEGIES } from '@/contract/set-vocabulary';

import { API_ROOT, call, command } from './client';
import { type FileUpload, sendFile } from './upload';

const keySchema = z.object({ name: z.string(), camelot: z.string(), confidence: z.number() });

const analysisSchema = z.object({
  duration_s: z.number(),
  bpm: z.number().nullable(),
  bpm_confidence: z.number(),
  is_steady: z.boolean(),
  key: keySchema.nullable(),
  integrated_lufs: z.number().nullable(),
  energy: z.array(z.number()),
});
export type Analysis = z.infer<typeof analysisSchema>;

const trackSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['queued', 'analysing', 'ready', 'error']),
  error: z.string().nullable(),
  note: z.string().nullable(),
  duration_s: z.number(),
  has_stems: z.boolean(),
  analysis: analysisSchema.nullable(),
});
/** A track that the studio holds for a project, with what its analysis found. */
export type Track = z.infer<typeof trackSchema>;

const setSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['queued', 'processing', 'complete', 'error']),
  phase: z.enum(['analysing', 'planning', 'rendering', 'joining', 'done']),
  current_segment: z.number(),
  total_segments: z.number(),
  progress: z.number(),
  eta_s: z.number().nullable(),
  error: z.string().nullable(),
  strategy: z.enum(SET_STRATEGIES),
  format: z.enum(SET_FORMATS),
  created_at: z.string(),
  duration_s: z.number().nullable(),
  bytes: z.number().nullable(),
  notes: z.array(z.string()),
  tracks: z.array(z.object({ id: z.string(), name: z.string() })),
  set_url: z.string().nullable(),
});
export type DjSet = z.infer<typeof setSchema>;

const figure = z.number().nullable();
const reportSchema = z.object({
  tracks: z.array(
    z.object({
      file: z.string(),
      start_s: z.number(),
      bpm: figure,
      key: z.string().nullable(),
      tempo_ratio: z.number(),
      pitch_semitones: z.number(),
    }),
  ),
  transitions: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      start_s: z.number(),
      end_s: z.number(),
      bars: z.number(),
      beat_offset_ms: z.object({ median: figure, p95: figure, max: figure }).nullable(),
      beat_offset_reason: z.string().nullable().default(null),
      drift_ms: figure,
      bass_overlap_bars: figure,
      vocal_overlap_bars: figure,
      short_term_jump_lu: figure,
      key_distance: figure,
      template: z.string(),
      why: z.string(),
    }),
  ),
  loudness: z.object({ integrated_lufs: figure, lra_lu: figure, true_peak_dbtp: figure }),
  notes: z.array(z.string()).default([]),
});
/** What a finished set measures. */
export type SetReport = z.infer<typeof reportSchema>;

const project = (id: string): string => `/projects/${encodeURIComponent(id)}`;
const set = (id: string): string => `/automix/${encodeURIComponent(id)}`;

export const listTracks = async (projectId: string): Promise<Track[]> =>
  (await call(`${project(projectId)}/tracks`, z.object({ tracks: z.array(trackSchema) }))).tracks;

/** Makes the song of a project a track of this one. */
export const borrowTrack = (projectId: string, fromProjectId: string): Promise<Track> =>
  call(`${project(projectId)}/tracks/borrow`, trackSchema, {
    method: 'POST',
    body: { from_project_id: fromProjectId },
  });

/** Uploads a track. @throws like sendFile */
export function uploadTrack(projectId: string, { file, onProgress, signal }: FileUpload): Promise<Track> {
  const form = new FormData();
  form.append('file', file, file.name);
  return sendFile({ path: `${project(projectId)}/tracks`, form, onProgress, signal }, trackSchema);
}

export const listSets = async (projectId: string): Promise<DjSet[]> =>
  (await call(`${project(projectId)}/sets`, z.object({ sets: z.array(setSchema) }))).sets;

/** Asks for a set of the tracklist as it stands. */
export const requestSet = async (projectId: string): Promise<string> =>
  (await call('/automix', z.object({ id: z.string() }), { method: 'POST', body: { project_id: projectId } }))
    .id;

export const removeSet = (id: string): Promise<void> => command(set(id), { method: 'DELETE' });

export const readReport = (id: string): Promise<SetReport> => call(`${set(id)}/report`, reportSchema);

/** Where the parts of a finished set are, for players and downloads. */
export const setAddress = (id: string, part: 'set' | 'tracklist' | 'cue' | 'report'): string =>
  `${API_ROOT}${set(id)}/${part}`;
