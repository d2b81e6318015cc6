// Takes an imported file apart: it becomes the song of its session.
import { recordActivity } from '@/platform/activity';
import { getPrisma } from '@/platform/database/client';
import { lockContent } from '@/platform/database/locks';
import { NotFoundError } from '@/server/errors';
import { assignSong, claimEmptyProject } from '@/server/projects/assign-song';
import type { ProjectOwner } from '@/server/projects/new-project';

export interface SourceToSeparate {
  readonly projectId: string;
  /** The id of its row */
  readonly id: string;
  readonly modelId: string;
}

/**
 * Asks for the stems of an imported file. Until they are there it plays itself; then its track is muted.
 * @throws NotFoundError when the project has no such source, ConflictError when it has a song, PlanLimitError when the
 * plan's songs of the day are used up
 */
export async function separateSource(
  user: ProjectOwner,
  { projectId, id, modelId }: SourceToSeparate,
): Promise<void> {
  await getPrisma().$transaction(async (tx) => {
    const project = await claimEmptyProject(tx, user, projectId);
    const source = await tx.source.findFirst({ where: { id, projectId } });
    if (!source) throw new NotFoundError('source');
    const { sha256, name } = source;
    await lockContent(tx, sha256);
    await assignSong(tx, user, { project, sha256, name, modelId });
    const what = { kind: 'separation-asked', name } as const;
    await recordActivity(tx, { projectId, actorId: user.id, what });
  });
}
