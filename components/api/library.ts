// The style sounds in the library: what there is, what is in one, removing and sharing.
import { z } from 'zod';
import { call, command } from './client';

const soundSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['starter', 'own', 'shared']),
  status: z.enum(['queued', 'analysing', 'ready', 'error']),
  progress: z.number(),
  error: z.string().nullable(),
  note: z.string().nullable(),
  duration_s: z.number().nullable(),
  grains: z.number().int().nullable(),
  pitched_grains: z.number().int().nullable(),
  lowest_hz: z.number().nullable(),
  highest_hz: z.number().nullable(),
  shared_with: z.array(z.string()),
});
export type StyleSound = z.infer<typeof soundSchema>;

const grainSchema = z.object({
  start_s: z.number(),
  duration_s: z.number(),
  /** 0 for a grain without a pitch */
  pitch_hz: z.number(),
  brightness_hz: z.number(),
  level_db: z.number(),
});
export type Grain = z.infer<typeof grainSchema>;

const detailSchema = soundSchema.extend({
  grain_map: z.array(grainSchema),
  grains_url: z.string().nullable(),
});
export type StyleDetail = z.infer<typeof detailSchema>;

const at = (id: string): string => `/library/${encodeURIComponent(id)}`;

export const listSounds = async (): Promise<StyleSound[]> =>
  (await call('/library', z.object({ sounds: z.array(soundSchema) }))).sounds;

export const getSound = (id: string, signal?: AbortSignal): Promise<StyleDetail> =>
  call(at(id), detailSchema, signal ? { signal } : {});

export const deleteSound = (id: string): Promise<void> => command(at(id), { method: 'DELETE' });

export const shareSound = (id: string, projectId: string): Promise<void> =>
  command(`${at(id)}/shares`, { method: 'POST', body: { project_id: projectId } });

export const unshareSound = (id: string, projectId: string): Promise<void> =>
  command(`${at(id)}/shares/${encodeURIComponent(projectId)}`, { method: 'DELETE' });

/** Tries again to play a stem with its sound, after that failed. */
export const retryRestyle = (projectId: string, stemId: string): Promise<void> =>
  command(`/projects/${encodeURIComponent(projectId)}/stems/${encodeURIComponent(stemId)}/restyle`, {
    method: 'POST',
  });
