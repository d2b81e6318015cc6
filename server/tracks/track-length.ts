// How long a track of a set may be.

import { LONGEST_TRACK_S } from '@/contract/set-limits';
import type { Prisma } from '@/platform/database/generated/client';
import { PlanLimitError } from '@/server/errors';

/** @throws PlanLimitError when one of the contents is longer than a track of a set may be */
export async function checkTrackLengths(
  tx: Prisma.TransactionClient,
  tracks: readonly { readonly sha256: string; readonly name: string }[],
): Promise<void> {
  const long = await tx.asset.findFirst({
    where: { sha256: { in: tracks.map(({ sha256 }) => sha256) }, durationS: { gt: LONGEST_TRACK_S } },
  });
  if (!long) return;
  const name = tracks.find(({ sha256 }) => sha256 === long.sha256)?.name;
  const minutes = Math.round(long.durationS / 60);
  throw new PlanLimitError(
    `“${name}” is ${minutes} minutes long; a track of a set may last ${LONGEST_TRACK_S / 60} minutes.`,
    413,
  );
}
