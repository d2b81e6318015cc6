// The list of who did what in a project.
import { z } from 'zod';
import { call } from './client';

const entrySchema = z.object({
  id: z.string(),
  actor: z.object({ id: z.string(), name: z.string() }).nullable(),
  text: z.string(),
  at: z.string(),
});
/** `text` is what they did, to be read after their name; no actor is the studio itself. */
export type ActivityEntry = z.infer<typeof entrySchema>;

const pageSchema = z.object({ activity: z.array(entrySchema), next: z.string().nullable() });
export type ActivityPage = z.infer<typeof pageSchema>;

/** A page of the list, the newest first; `before` is the `next` of the page before. */
export const readActivity = (projectId: string, before?: string): Promise<ActivityPage> =>
  call(
    `/projects/${encodeURIComponent(projectId)}/activity${before === undefined ? '' : `?before=${before}`}`,
    pageSchema,
  );
