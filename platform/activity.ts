// User actions in a project, as rows of a list: their kinds, and writing one together with the change it
// describes.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { publish } from './bus';
import type { Prisma } from './database/generated/client';
import { Role } from './database/generated/enums';

const text = z.string();
const role = z.enum(Role);
const setting = z.union([z.number(), z.boolean()]).nullable();

/** What happened, with everything its description needs: names are as they were at that time. */
export const activitySchema = z.discriminatedUnion('kind', [
  /** `register` is `<stem>/<field>` of the mix; null is the default. */
  z.object({ kind: z.literal('mix'), register: text, before: setting, after: setting }),
  /** Several settings of an equaliser, a compressor, ...; `entity` is a stem or one of the parts that all share. */
  z.object({ kind: z.literal('processor'), entity: text, processor: text }),
  /** Null when the sound was removed. */
  z.object({ kind: z.literal('style-chosen'), stem: text, sound: text.nullable() }),
  z.object({ kind: z.literal('style-set'), stem: text }),
  z.object({ kind: z.literal('clips'), stem: text }),
  z.object({ kind: z.literal('automation'), stem: text, lane: text }),
  z.object({
    kind: z.literal('comment'),
    action: z.enum(['started', 'replied', 'changed', 'removed', 'resolved', 'reopened']),
    stem: text.nullable(),
    /** Samples from the start of the song; null when the thread is gone. */
    position: z.number().nullable(),
    excerpt: text,
  }),
  z.object({ kind: z.literal('uploaded'), name: text }),
  z.object({ kind: z.literal('separated') }),
  z.object({ kind: z.literal('exported'), format: text }),
  z.object({ kind: z.literal('track'), action: z.enum(['added', 'moved', 'removed']), name: text }),
  /** An option of the whole set; names of tracks are as they were at that time. */
  z.object({ kind: z.literal('set-wish'), option: text, value: z.union([text, z.boolean()]).nullable() }),
  z.object({ kind: z.literal('set-asked'), tracks: z.number(), format: text }),
  z.object({ kind: z.literal('joined'), role }),
  z.object({ kind: z.literal('left') }),
  z.object({ kind: z.literal('removed'), name: text }),
  z.object({ kind: z.literal('role'), name: text, role }),
  z.object({ kind: z.literal('renamed'), before: text, after: text }),
  z.object({ kind: z.literal('version-saved'), name: text }),
  z.object({ kind: z.literal('version-deleted'), name: text }),
  z.object({ kind: z.literal('version-restored'), name: text }),
]);
export type ActivityOf = z.infer<typeof activitySchema>;

/** Who did it: null is the studio itself. */
export interface NewActivity {
  readonly projectId: string;
  readonly actorId: string | null;
  readonly what: ActivityOf;
}

/** Writes an activity in the transaction that causes it; everyone who watches is notified with the commit. */
export async function recordActivity(
  tx: Prisma.TransactionClient,
  { projectId, actorId, what }: NewActivity,
): Promise<void> {
  const { kind, ...details } = what;
  await tx.activity.create({
    data: { id: randomUUID(), projectId, actorId, kind, details: details as Prisma.InputJsonObject },
  });
  await publish({ type: 'activity', projectId }, tx);
}
