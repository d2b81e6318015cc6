// Removes the files of exports whose time is over, and later their rows.
import { DAY_MS } from '@/contract/durations';
import { getPrisma } from '@/platform/database/client';
import { getStorage } from '@/platform/storage';
import { mixKey } from '@/platform/storage/keys';
import { removeObject, type SweepRun, uninterruptedRun } from '../removal/counts';

/** An export without its file stays listed as expired for so long. */
const ROW_KEPT_MS = 7 * DAY_MS;
const BATCH = 1_000;
/** Deletions side by side: each is a round trip or two on S3. */
const IN_FLIGHT = 8;

interface Expired {
  readonly id: string;
  readonly format: string;
}

const expiredAfter = (after: string, now: Date): Promise<Expired[]> =>
  getPrisma().$queryRaw<Expired[]>`
    SELECT m."id", m."format" FROM "Mix" m JOIN "Job" j ON j."id" = m."jobId"
    WHERE m."expiresAt" < ${now} AND m."fileGoneAt" IS NULL AND m."id" > ${after}
      AND j."state" IN ('done', 'failed', 'cancelled')
    ORDER BY m."id" LIMIT ${BATCH}`;

async function removeFiles(mixes: readonly Expired[], run: SweepRun): Promise<void> {
  const storage = getStorage();
  for (let first = 0; first < mixes.length; first += IN_FLIGHT) {
    run.signal.throwIfAborted();
    await Promise.all(
      mixes.slice(first, first + IN_FLIGHT).map(async ({ id, format }) => {
        run.counts.add(id, await removeObject(storage, mixKey(id, format)));
      }),
    );
  }
}

/** Deletes the files of expired exports; the row says that its file is gone, so that none is deleted twice. */
export async function sweepMixes(now: Date, run: SweepRun = uninterruptedRun()): Promise<void> {
  let batch = await expiredAfter('', now);
  while (batch.length > 0) {
    await removeFiles(batch, run);
    const ids = batch.map(({ id }) => id);
    await getPrisma().$executeRaw`UPDATE "Mix" SET "fileGoneAt" = ${now} WHERE "id" = ANY (${ids}::text[])`;
    batch = batch.length < BATCH ? [] : await expiredAfter(ids.at(-1) ?? '', now);
  }
}

/** Deletes the rows of exports that expired a week ago. */
export async function sweepMixRows(now: Date, run: SweepRun = uninterruptedRun()): Promise<void> {
  const expiredBefore = new Date(now.getTime() - ROW_KEPT_MS);
  for (let gone = BATCH; gone === BATCH; run.counts.addRows(gone)) {
    run.signal.throwIfAborted();
    gone = await getPrisma().$executeRaw`
      DELETE FROM "Mix" WHERE "id" IN (
        SELECT "id" FROM "Mix" WHERE "expiresAt" < ${expiredBefore} AND "fileGoneAt" IS NOT NULL LIMIT ${BATCH})`;
  }
}
