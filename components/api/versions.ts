// The named versions of a project.
import { z } from 'zod';
import { versionRegistersSchema } from '@/document/versions';
import { call, command } from './client';

const versionSchema = z.object({
  id: z.string(),
  name: z.string(),
  created_at: z.string(),
  created_by: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type Version = z.infer<typeof versionSchema>;

const detailSchema = versionSchema.extend({ registers: versionRegistersSchema });
/** A version with the registers of its mix. */
export type VersionDetail = z.infer<typeof detailSchema>;

const at = (projectId: string): string => `/projects/${encodeURIComponent(projectId)}/versions`;
const one = (projectId: string, id: string): string => `${at(projectId)}/${encodeURIComponent(id)}`;

export const listVersions = async (projectId: string): Promise<Version[]> =>
  (await call(at(projectId), z.object({ versions: z.array(versionSchema) }))).versions;

export const saveVersion = (projectId: string, name: string): Promise<Version> =>
  call(at(projectId), versionSchema, { method: 'POST', body: { name } });

export const readVersion = (projectId: string, id: string): Promise<VersionDetail> =>
  call(one(projectId, id), detailSchema);

export const deleteVersion = (projectId: string, id: string): Promise<void> =>
  command(one(projectId, id), { method: 'DELETE' });
