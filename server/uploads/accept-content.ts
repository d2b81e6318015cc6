// Stores a received file by its content: checks that it is music the plan takes, once per content.
import { checkDuration } from '@/server/plan-checks';
import { PLANS } from '@/server/plans';
import { getPrisma } from '@/server/shared/database/client';
import type { Plan, Prisma } from '@/server/shared/database/generated/client';
import { type AudioProbe, probeAudio } from '@/server/shared/media/probe';
import { uploadKey } from '@/server/shared/storage/keys';
import type { SavedFile } from './receive';
import { storeContent } from './store-content';

/** The longest song that any plan takes: probing never decodes more than this. */
const LONGEST_S = Math.max(...Object.values(PLANS).map((rules) => rules.maxDurationS));

/** What is in the file: as measured when its content first came, else by decoding it now. */
async function probeOnce({ path, sha256 }: SavedFile): Promise<AudioProbe> {
  const known = await getPrisma().asset.findUnique({ where: { sha256 } });
  if (!known) return probeAudio(path, { maxDurationS: LONGEST_S });
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
 * Checks that a received file is music the plan takes, stores it and then writes with `write` what it becomes, in one
 * transaction. On failure nothing stays stored that was not there before.
 * @throws UnusableAudioError, PlanLimitError, StorageFullError, UnavailableError, and what `write` throws
 */
export async function acceptContent<T>(
  plan: Plan,
  file: SavedFile,
  write: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  const probe = await probeOnce(file);
  checkDuration(plan, probe.durationS);
  const { sha256, path } = file;
  const isUnused = async (tx: Prisma.TransactionClient) =>
    (await tx.asset.count({ where: { sha256 } })) === 0;
  return storeContent({ sha256, path, key: uploadKey(sha256), isUnused }, async (tx) => {
    await putAsset(tx, file, probe);
    return write(tx);
  });
}
