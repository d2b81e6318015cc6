// Shares a style sound with a project: all its members may then use the sound.

import { getPrisma } from '@/platform/database/client';
import { requireRole } from '@/server/auth/authorise';
import { ForbiddenError } from '@/server/errors';
import { requireOwnSound, requireSound } from './sounds';

interface Person {
  readonly id: string;
}

/**
 * Shares a sound of `user` with a project they may change. Sharing it again changes nothing.
 * @throws NotFoundError or ForbiddenError about the sound or the project
 */
export async function shareSound(user: Person, styleId: string, projectId: string): Promise<void> {
  await requireOwnSound(user.id, styleId);
  await requireRole(user, projectId, 'editor');
  const share = { projectId, styleId };
  await getPrisma().styleShare.upsert({
    where: { projectId_styleId: share },
    create: share,
    update: {},
  });
}

/**
 * Ends a share: its owner may, and so may the owner of the project.
 * @throws NotFoundError or ForbiddenError for everybody else
 */
export async function unshareSound(user: Person, styleId: string, projectId: string): Promise<void> {
  const sound = await requireSound(user.id, styleId);
  const { role } = await requireRole(user, projectId, 'viewer');
  if (sound.ownerId !== user.id && role !== 'owner') {
    throw new ForbiddenError('Only the person who brought this sound may do that.');
  }
  await getPrisma().styleShare.deleteMany({ where: { projectId, styleId } });
}
