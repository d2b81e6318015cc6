// Projects and the separation of their song.
import { z } from 'zod';
import { type ProjectKind, projectKindSchema } from '@/contract/project-kinds';
import { roleSchema } from '@/contract/roles';
import type { HeardSoFar } from '@/document/wire/events';
import { call, command } from './client';

export const projectStatusSchema = z.enum(['created', 'queued', 'separating', 'ready', 'error', 'cancelled']);
export type ProjectStatus = z.infer<typeof projectStatusSchema>;

const projectSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: projectKindSchema,
  role: roleSchema,
  status: projectStatusSchema,
  created_at: z.string(),
  updated_at: z.string(),
  member_count: z.number().int(),
  track_count: z.number().int(),
  set_status: z.enum(['running', 'complete', 'failed']).nullable(),
  set_duration_s: z.number().nullable(),
});
export type Project = z.infer<typeof projectSchema>;

const stemsSoFarSchema = z
  .object({
    available_samples: z.number(),
    length_samples: z.number(),
    segment_samples: z.number(),
    sample_rate: z.number(),
    source_id: z.string(),
    stems: z.array(z.object({ name: z.string(), title: z.string(), headroom_bits: z.number() })).min(1),
  })
  .transform(
    ({ stems, ...all }): HeardSoFar => ({
      availableSamples: all.available_samples,
      stems: stems.map((stem) => ({
        id: stem.name,
        name: stem.title,
        sourceId: all.source_id,
        lengthSamples: all.length_samples,
        sampleRate: all.sample_rate,
        segmentSamples: all.segment_samples,
        headroomBits: stem.headroom_bits,
      })),
    }),
  );

const songStatusSchema = z.object({
  status: projectStatusSchema,
  progress: z.number().nullable(),
  stage: z.string().nullable(),
  queue_position: z.number().int().nullable(),
  eta_s: z.number().nullable(),
  error: z.string().nullable(),
  note: z.string().nullable(),
  stems_so_far: stemsSoFarSchema.nullable(),
  expected_stems: z.array(z.string()).nullable(),
});
/** Where the separation of a project's song stands. `progress` runs from 0 to 1. */
export type SongStatus = z.infer<typeof songStatusSchema>;

const at = (id: string): string => `/projects/${encodeURIComponent(id)}`;

export const listProjects = async (signal?: AbortSignal): Promise<Project[]> =>
  (await call('/projects', z.object({ projects: z.array(projectSchema) }), signal ? { signal } : {}))
    .projects;

export const createProject = (name: string, kind: ProjectKind = 'session'): Promise<{ id: string }> =>
  call('/projects', z.object({ id: z.string() }), { method: 'POST', body: { name, kind } });

/** The page at which a project opens. */
export const pageOf = ({ id, kind }: { readonly id: string; readonly kind: ProjectKind }): string =>
  `/projects/${encodeURIComponent(id)}${kind === 'set' ? '/automix' : ''}`;

export const getProject = (id: string): Promise<Project> => call(at(id), projectSchema);

export const renameProject = (id: string, name: string): Promise<void> =>
  command(at(id), { method: 'PATCH', body: { name } });

export const deleteProject = (id: string): Promise<void> => command(at(id), { method: 'DELETE' });

export const getSongStatus = (id: string): Promise<SongStatus> => call(`${at(id)}/status`, songStatusSchema);

export const retrySeparation = (id: string): Promise<void> => command(`${at(id)}/retry`, { method: 'POST' });

export const cancelSeparation = (id: string): Promise<void> =>
  command(`${at(id)}/cancel`, { method: 'POST' });

const beatsSchema = z.object({ beats_s: z.array(z.number()), downbeats_s: z.array(z.number()) });
/** Where the beats of a song are, in seconds; empty where nobody had it analysed. */
export type SongBeats = z.infer<typeof beatsSchema>;

export const getSongBeats = (id: string): Promise<SongBeats> => call(`${at(id)}/beats`, beatsSchema);
