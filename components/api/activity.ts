// The list of who did what in a project.
import { z } from 'zod';
import { call } from './client';

const placeSchema = z.discriminatedUnion('in', [
  z.object({ in: z.literal('strip'), entity: z.string() }),
  z.object({ in: z.literal('effects'), entity: z.string() }),
  z.object({ in: z.literal('comments'), stem: z.string().nullable(), position: z.number() }),
  z.object({ in: z.enum(['versions', 'exports', 'people', 'automix']) }),
]);
/** Where one can look at what happened; positions in samples. */
export type ActivityPlace = z.infer<typeof placeSchema>;

const entrySchema = z.object({
  id: z.string(),
  actor: z.object({ id: z.string(), name: z.string() }).nullable(),
  text: z.string(),
  place: placeSchema.nullable(),
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
