// The style sounds that a person may use: the starter ones, their own, and those shared with their projects.

import type { z } from 'zod';
import type { styleSoundSchema } from '@/contract/http/library';
import { ANALYSIS_STATUS } from '@/contract/jobs';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { grainLibraryJob } from '@/platform/jobs/grain-library';
import { damageNote } from '@/platform/media/damage';
import { ForbiddenError, NotFoundError } from '@/server/errors';

type SoundView = z.input<typeof styleSoundSchema>;

/** Maximum length of the list. */
const MAX_LISTED = 1_000;

const inMyProjects = (userId: string) =>
  ({ project: { memberships: { some: { userId } } } }) satisfies Prisma.StyleShareWhereInput;

const shownTo = (userId: string) =>
  ({
    job: { select: { state: true, progress: true, error: true, result: true } },
    shares: { where: inMyProjects(userId), select: { projectId: true } },
  }) satisfies Prisma.StyleSoundInclude;

const usableBy = (userId: string): Prisma.StyleSoundWhereInput => ({
  OR: [{ ownerId: userId }, { ownerId: null }, { shares: { some: inMyProjects(userId) } }],
});

export type UsableSound = Prisma.StyleSoundGetPayload<{ include: ReturnType<typeof shownTo> }>;

const kindOf = ({ ownerId }: UsableSound, userId: string): SoundView['kind'] =>
  ownerId === null ? 'starter' : ownerId === userId ? 'own' : 'shared';

/** A sound as GET /library shows it to `userId`. */
export function describeSound(sound: UsableSound, userId: string): SoundView {
  const { state, progress, error, result } = sound.job;
  const library = state === 'done' ? grainLibraryJob.result.parse(result) : null;
  return {
    id: sound.id,
    name: sound.name,
    kind: kindOf(sound, userId),
    status: ANALYSIS_STATUS[state],
    progress,
    error,
    created_at: sound.createdAt.toISOString(),
    note: library && damageNote(library),
    duration_s: library?.durationS ?? null,
    grains: library?.grains ?? null,
    pitched_grains: library?.pitched ?? null,
    lowest_hz: library?.lowestHz ?? null,
    highest_hz: library?.highestHz ?? null,
    shared_with: sound.shares.map(({ projectId }) => projectId),
  };
}

/** Every sound that `userId` may use: the newest of the people's first, then the starter ones by name. */
export async function listSounds(userId: string): Promise<SoundView[]> {
  const sounds = await getPrisma().styleSound.findMany({
    where: usableBy(userId),
    include: shownTo(userId),
    orderBy: { createdAt: 'desc' },
    take: MAX_LISTED,
  });
  const views = sounds.map((sound) => describeSound(sound, userId));
  const brought = views.filter(({ kind }) => kind !== 'starter');
  const starters = views.filter(({ kind }) => kind === 'starter');
  return [...brought, ...starters.sort((a, b) => a.name.localeCompare(b.name))];
}

/** @throws NotFoundError when `userId` may not use such a sound, so that nobody learns what others have */
export async function requireSound(userId: string, id: string): Promise<UsableSound> {
  const sound = await getPrisma().styleSound.findFirst({
    where: { AND: [{ id }, usableBy(userId)] },
    include: shownTo(userId),
  });
  if (!sound) throw new NotFoundError('style sound');
  return sound;
}

/** @throws NotFoundError for a sound they may not use, ForbiddenError for one that is not their own */
export async function requireOwnSound(userId: string, id: string): Promise<UsableSound> {
  const sound = await requireSound(userId, id);
  if (sound.ownerId === null) throw new ForbiddenError('The starter sounds belong to the studio.');
  if (sound.ownerId !== userId) {
    throw new ForbiddenError('Only the person who brought this sound may do that.');
  }
  return sound;
}
