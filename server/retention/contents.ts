// Removes uploaded songs and their stems once no project uses them.
import { lockContent } from '@/server/database-locks';
import { removeContent } from '@/server/shared/content-holds';
import { getPrisma } from '@/server/shared/database/client';
import type { Prisma } from '@/server/shared/database/generated/client';
import { requestCancel } from '@/server/shared/job-store';
import { analysesOf } from '@/server/shared/jobs/analyse-track';
import { restylesOf } from '@/server/shared/jobs/restyle-stem';
import { sha256Schema } from '@/server/shared/jobs/separation';
import { getStorage } from '@/server/shared/storage';
import { separationPrefix, trackAnalysisKey, uploadKey } from '@/server/shared/storage/keys';

/** An unused song stays for more than a day: it may come again, and its job counts against the day's uploads. */
const UNUSED_MS = 25 * 60 * 60 * 1000;
/** A worker that was called off may still be writing for a moment. */
const SETTLED_MS = 10 * 60 * 1000;

/** Neither the song of a project, nor a track in a tracklist or in a set. */
const UNUSED = {
  songs: { none: {} },
  tracks: { none: {} },
  djSetTracks: { none: {} },
} satisfies Prisma.AssetWhereInput;

type Transaction = Prisma.TransactionClient;

/** The separations and analyses of a content and everything that was made of its stems. */
const jobsOf = (sha256: string): Prisma.JobWhereInput => ({
  OR: [`sep-${sha256}-`, restylesOf(sha256), analysesOf(sha256)].map((beginning) => ({
    id: { startsWith: beginning },
  })),
});

/** Whether no job of this content is at work or has just ended; what still runs is called off. */
async function isSettled(tx: Transaction, sha256: string, now: Date): Promise<boolean> {
  const jobs = await tx.job.findMany({ where: jobsOf(sha256) });
  for (const { id } of jobs) await requestCancel(id, tx);
  const settled = now.getTime() - SETTLED_MS;
  return jobs.every(({ finishedAt }) => finishedAt !== null && finishedAt.getTime() < settled);
}

/**
 * Takes the rows of an unused content away, unless it has come into use or is being worked on.
 * @returns the sources that were made of it, or null when it stays
 */
async function forgetContent(sha256: string, now: Date): Promise<string[] | null> {
  return getPrisma().$transaction(async (tx) => {
    await lockContent(tx, sha256);
    if ((await tx.asset.count({ where: { sha256, NOT: UNUSED } })) > 0) return null;
    if (!(await isSettled(tx, sha256, now))) return null;
    const jobs = await tx.job.findMany({ where: jobsOf(sha256), select: { id: true } });
    await tx.job.deleteMany({ where: jobsOf(sha256) });
    await tx.asset.deleteMany({ where: { sha256 } });
    return jobs.map(({ id }) => id);
  });
}

/**
 * Deletes the stored file and stems of a content that has no rows. Rows go first and in a transaction of their own:
 * a crash in between leaves files without rows, which the daily scan finds, never rows without files.
 */
async function deleteFiles(sha256: string, sourceIds: readonly string[]): Promise<void> {
  const storage = getStorage();
  await removeContent(sha256, {
    isUnused: async (tx) => (await tx.asset.count({ where: { sha256 } })) === 0,
    async remove() {
      await storage.delete(uploadKey(sha256));
      for (const id of sourceIds) {
        if (id.startsWith(analysesOf(sha256))) await storage.delete(trackAnalysisKey(id));
        else await storage.deletePrefix(separationPrefix(id));
      }
    },
  });
}

/** Removes contents that no song has used for more than a day. Returns how many went. */
export async function sweepContents(now: Date): Promise<number> {
  const unused = await getPrisma().asset.findMany({
    where: { ...UNUSED, createdAt: { lt: new Date(now.getTime() - UNUSED_MS) } },
    select: { sha256: true },
  });
  let gone = 0;
  for (const { sha256 } of unused) {
    const sourceIds = await forgetContent(sha256, now);
    if (!sourceIds) continue;
    await deleteFiles(sha256, sourceIds);
    gone += 1;
  }
  return gone;
}

/** What is stored of each content: its SHA-256, and the separations and analyses made of it. */
async function storedContents(): Promise<Map<string, Set<string>>> {
  const storage = getStorage();
  const contents = new Map<string, Set<string>>();
  const note = (sha256: string, sourceIds: readonly string[]) => {
    if (!sha256Schema.safeParse(sha256).success) return;
    contents.set(sha256, new Set([...(contents.get(sha256) ?? []), ...sourceIds]));
  };
  for (const key of await storage.list('uploads')) note(key.split('/')[1] ?? '', []);
  const separations = new Set((await storage.list('separations')).map((key) => key.split('/')[1] ?? ''));
  for (const id of separations) note(id.split('-')[1] ?? '', [id]);
  for (const key of await storage.list('analyses')) {
    const id = key.split('/')[1]?.split('.')[0] ?? '';
    note(id.split('-')[1] ?? '', [id]);
  }
  return contents;
}

/** Deletes stored songs and stems without rows, as crashes leave them. Reads the whole list of what is stored. */
export async function sweepOrphanedContentFiles(): Promise<void> {
  const stored = await storedContents();
  const known = await getPrisma().asset.findMany({
    where: { sha256: { in: [...stored.keys()] } },
    select: { sha256: true },
  });
  for (const { sha256 } of known) stored.delete(sha256);
  for (const [sha256, sourceIds] of stored) await deleteFiles(sha256, [...sourceIds]);
}
