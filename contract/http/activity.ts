// Who did what in a project: the operation of the API, what it takes and what it answers.
import { z } from 'zod';
import { operation } from './operation';
import { pageQuery } from './page-query';

/** Where a page ended: the moment and the id of its last entry. */
const CURSOR = /^(\d{13})_([0-9a-f-]{36})$/;

export const activityQuerySchema = pageQuery(
  z
    .string()
    .regex(CURSOR, 'The page to continue from is not known.')
    .transform((cursor) => {
      const [, at, id] = CURSOR.exec(cursor) ?? [];
      return { at: new Date(Number(at)), id: id ?? '' };
    }),
);

/** Where one can look at what happened. */
export const activityPlaceSchema = z.discriminatedUnion('in', [
  /** The controls and the lane of a stem, or the `master` */
  z.object({ in: z.literal('strip'), entity: z.string() }),
  z.object({ in: z.literal('effects'), entity: z.string() }),
  /** `position` in samples from the start of the song; a null stem is the whole song */
  z.object({ in: z.literal('comments'), stem: z.string().nullable(), position: z.number() }),
  z.object({ in: z.enum(['versions', 'exports', 'people', 'automix']) }),
]);

export type ActivityPlace = z.infer<typeof activityPlaceSchema>;

export const activityEntrySchema = z.object({
  id: z.string(),
  kind: z.string(),
  /** Null for the studio itself, and once the account is gone */
  actor: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** What they did, to be read after their name: `moved Vocals volume from 0.0 to -6.0 dB` */
  text: z.string(),
  /** Null where there is nothing to look at */
  place: activityPlaceSchema.nullable(),
  at: z.iso.datetime(),
});

export type ActivityEntry = z.infer<typeof activityEntrySchema>;

export const activityPageSchema = z.object({
  /** The newest first */
  activity: z.array(activityEntrySchema),
  /** What to ask for as `before` to get older ones; null at the end */
  next: z.string().nullable(),
});

export const readActivity = operation({
  method: 'get',
  path: '/projects/{id}/activity',
  summary: 'Read who did what in a project, the newest first.',
  access: { project: 'viewer' },
  query: activityQuerySchema,
  answer: { status: 200, schema: activityPageSchema },
  problems: [400],
});
