// Removes what the lists of activity tell of times long past.
import { getPrisma } from '@/server/shared/database/client';

const KEPT_MS = 180 * 24 * 60 * 60 * 1000;

/** Deletes rows older than half a year. Returns how many went. */
export async function sweepActivity(now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_MS);
  const { count } = await getPrisma().activity.deleteMany({ where: { at: { lt: before } } });
  return count;
}
