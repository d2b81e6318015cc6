// The media grants a member of a project gets: one for every source its stems come from.
import type { z } from 'zod';
import { rulesOf } from '@/server/plans';
import { getPrisma } from '@/server/shared/database/client';
import type { Plan } from '@/server/shared/database/generated/client';
import { grantMedia } from './grants';
import type { mediaGrantsSchema } from './schemas';

/** Grants for the finished sources of a project; empty until its stems are there. */
export async function grantProjectMedia(
  projectId: string,
  plan: Plan,
): Promise<z.input<typeof mediaGrantsSchema>> {
  const songs = await getPrisma().song.findMany({
    where: { projectId, separation: { state: 'done' } },
    select: { separationId: true },
  });
  const mayDownload = rulesOf(plan).stemExport;
  const sources = songs.map(({ separationId: sourceId }) => {
    const { token, expiresAt } = grantMedia({ sourceId, mayDownload });
    return { source_id: sourceId, token, expires_at: expiresAt.toISOString() };
  });
  return { sources };
}
