// Reads the list of who did what in a project, page by page.
import type { z } from 'zod';
import type { activityEntrySchema, activityPageSchema, activityQuerySchema } from '@/contract/http/activity';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { describeActivity } from './describe-activity';
import { parseActivity } from './parse-activity';
import { activityPlace } from './places';

const SHOWN = { actor: { select: { id: true, name: true } } } satisfies Prisma.ActivityInclude;

type Row = Prisma.ActivityGetPayload<{ include: typeof SHOWN }>;

/** Rows written by another version of the studio, for which this one has no text, are skipped. */
function viewOf({ id, kind, details, actor, at }: Row): z.input<typeof activityEntrySchema>[] {
  const what = parseActivity(kind, details);
  if (!what) return [];
  const person = actor && { id: actor.id, name: actor.name ?? 'Somebody' };
  const [text, place] = [describeActivity(what), activityPlace(what)];
  return [{ id, kind, actor: person, text, place, at: at.toISOString() }];
}

/** A page of the activity of a project, the newest first. */
export async function listActivity(
  projectId: string,
  { before, limit }: z.output<typeof activityQuerySchema>,
): Promise<z.input<typeof activityPageSchema>> {
  const older = before && {
    OR: [{ at: { lt: before.at } }, { at: before.at, id: { lt: before.id } }],
  };
  const rows = await getPrisma().activity.findMany({
    where: { projectId, ...older },
    include: SHOWN,
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last ? `${last.at.getTime()}_${last.id}` : null;
  return { activity: page.flatMap(viewOf), next };
}
