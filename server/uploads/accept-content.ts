// Stores a received file by its content: checks that it is music the plan takes, once per content.

import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import type { Prisma } from '@/platform/database/generated/client';
import type { AudioProbe } from '@/platform/media/probe';
import { storedDamage } from '@/platform/media/stored-damage';
import { uploadKey } from '@/platform/storage/keys';
import { checkDuration } from '@/server/plan-checks';
import type { UsageAccount } from '@/server/usage/usage';
import { checkAudio, withUploadDeadline } from './check-audio';
import type { SavedFile } from './receive-form';
import { whileStorageAnswers } from './storage-watch';
import { storeContent } from './store-content';

/** What is in the file: as measured when its content first came, else by decoding it now. */
async function probeOnce(
  account: UsageAccount,
  { path, sha256 }: SavedFile,
  signal: AbortSignal,
): Promise<AudioProbe> {
  const known = await getPrisma().asset.findUnique({ where: { sha256 } });
  if (!known) return checkAudio(account, path, signal);
  const { container, codec, sampleRate, channels, durationS } = known;
  const format = { container: container as AudioProbe['container'], codec, sampleRate, channels };
  return { ...format, durationS, ...storedDamage(known) };
}

/** Writes what is known of a content; it counts as used from now on. */
async function putAsset(tx: Prisma.TransactionClient, file: SavedFile, probe: AudioProbe): Promise<void> {
  const { sha256, bytes } = file;
  const silentAt = probe.silentAt.map((place) => ({ ...place }));
  const asset = { ...probe, silentAt, bytes, createdAt: await databaseNow(tx) };
  await tx.asset.upsert({ where: { sha256 }, create: { sha256, ...asset }, update: asset });
}

/**
 * Checks that a received file is music the plan takes, stores it and then writes with `write` what it becomes, in one
 * transaction. On failure nothing stays stored that was not there before.
 * @param sender aborted when whoever sent the file has left: nothing goes on for nobody
 * @throws UnusableAudioError, PlanLimitError, RateLimitError, StorageFullError, UnavailableError, and what `write`
 * throws
 */
export function acceptContent<T>(
  account: UsageAccount,
  file: SavedFile,
  sender: AbortSignal,
  write: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  const { sha256, path } = file;
  const key = uploadKey(sha256);
  const isUnused = async (tx: Prisma.TransactionClient) =>
    (await tx.asset.count({ where: { sha256 } })) === 0;
  return withUploadDeadline(sender, (deadline) =>
    whileStorageAnswers(key, deadline, async (signal) => {
      const probe = await probeOnce(account, file, signal);
      checkDuration(account.plan, probe.durationS);
      signal.throwIfAborted();
      return storeContent({ sha256, path, key, isUnused }, async (tx) => {
        await putAsset(tx, file, probe);
        return write(tx);
      });
    }),
  );
}
