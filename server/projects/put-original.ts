// Reads the song of a session in as a source: it plays while it is being separated, and for comparison afterwards.
import { fitSourceName } from '@/contract/http/sources';
import { databaseNow } from '@/platform/database/clock';
import type { Asset, Prisma } from '@/platform/database/generated/client';
import { lockSources } from '@/platform/database/locks';
import { publishSource, queueImport } from '@/platform/imported-sources';

interface Original {
  readonly projectId: string;
  readonly asset: Pick<Asset, 'sha256' | 'durationS'>;
  readonly name: string;
  /** Who uploaded it */
  readonly userId: string;
}

/**
 * Adds the source of a song and queues its import, unless the session has it already. It is no track, costs none of
 * the day's imports, and refuses nobody their song.
 */
export async function putOriginal(
  tx: Prisma.TransactionClient,
  { projectId, asset, name, userId }: Original,
): Promise<void> {
  const { sha256 } = asset;
  await lockSources(tx, projectId);
  const where = { projectId_sha256: { projectId, sha256 } };
  if (await tx.source.findUnique({ where, select: { id: true } })) return;
  const { id: jobId, state } = await queueImport(tx, asset, userId);
  const createdAt = await databaseNow(tx);
  const shown = { name: fitSourceName(name), isTrack: false };
  const source = await tx.source.create({
    data: { projectId, sha256, jobId, addedBy: userId, createdAt, ...shown },
  });
  if (state === 'done') await publishSource(tx, source);
}
