// Stores a received file by its content: checks that it is music the plan takes, once per content.
import { lockContent } from '@/server/database-locks';
import { checkDuration } from '@/server/plan-checks';
import { getPrisma } from '@/server/shared/database/client';
import type { Prisma } from '@/server/shared/database/generated/client';
import type { AudioProbe } from '@/server/shared/media/probe';
import { getStorage } from '@/server/shared/storage';
import { uploadKey } from '@/server/shared/storage/keys';
import type { UsageAccount } from '@/server/usage/usage';
import { checkAudio, withUploadDeadline } from './check-audio';
import type { SavedFile } from './receive';

/** Storing a large file in a bucket takes its time, and the content's lock is held meanwhile. */
const TRANSACTION_MS = { maxWait: 10_000, timeout: 120_000 };

/** What is in the file: as measured when its content first came, else by decoding it now. */
async function probeOnce(
  account: UsageAccount,
  { path, sha256 }: SavedFile,
  signal: AbortSignal,
): Promise<AudioProbe> {
  const known = await getPrisma().asset.findUnique({ where: { sha256 } });
  if (!known) return checkAudio(account, path, signal);
  const { container, codec, sampleRate, channels, durationS } = known;
  return { container: container as AudioProbe['container'], codec, sampleRate, channels, durationS };
}

/** Writes what is known of a content; it counts as used from now on. */
async function putAsset(tx: Prisma.TransactionClient, file: SavedFile, probe: AudioProbe): Promise<void> {
  const { sha256, bytes } = file;
  const asset = { ...probe, bytes, createdAt: new Date() };
  await tx.asset.upsert({ where: { sha256 }, create: { sha256, ...asset }, update: asset });
}

/**
 * Checks that a received file is music the plan takes, stores it and writes with `write` what it becomes, in one
 * transaction. On failure nothing stays stored that was not there before.
 * @param sender aborted when whoever sent the file has left: nothing goes on for nobody
 * @throws UnusableAudioError, PlanLimitError, RateLimitError, StorageFullError, and what `write` throws
 */
export function acceptContent<T>(
  account: UsageAccount,
  file: SavedFile,
  sender: AbortSignal,
  write: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return withUploadDeadline(sender, async (signal) => {
    const probe = await probeOnce(account, file, signal);
    checkDuration(account.plan, probe.durationS);
    signal.throwIfAborted();
    return storeContent(file, probe, write);
  });
}

/** Stores a file that was checked and writes what it becomes, in one transaction. */
async function storeContent<T>(
  file: SavedFile,
  probe: AudioProbe,
  write: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  const storage = getStorage();
  const key = uploadKey(file.sha256);
  return getPrisma().$transaction(async (tx) => {
    await lockContent(tx, file.sha256);
    const isNew = (await storage.stat(key)) === null;
    try {
      if (isNew) await storage.putFile(key, file.path);
      await putAsset(tx, file, probe);
      return await write(tx);
    } catch (error) {
      // The lock is still held, so nobody else can have begun to rely on the file.
      if (isNew) await storage.delete(key);
      throw error;
    }
  }, TRANSACTION_MS);
}
