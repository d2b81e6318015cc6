// Which segments to give up so that decoded audio stays within its memory budget.
import { SEGMENT_SAMPLES } from '@/contract/units';
import type { WantedSegment } from './segment-plan';
import { segmentKey } from './segment-plan';

/**
 * Decoded audio kept at most: 48 MiB, three segments of eight stereo stems, which is what a look-ahead of two needs.
 * With what is being fetched and decoded, and the spare memory, it stays below 80 MB.
 */
export const MEMORY_BUDGET_BYTES = 48 * 1024 * 1024;

/** What is due sooner than this is fetched even beyond the budget, because without it nothing sounds. */
export const ESSENTIAL_SAMPLES = SEGMENT_SAMPLES;

/** Cuts a plan to what fits into `budget` bytes; `bytesOf` is the decoded size of a segment. */
export function withinBudget(
  plan: readonly WantedSegment[],
  bytesOf: (segment: WantedSegment) => number,
  budget: number = MEMORY_BUDGET_BYTES,
): WantedSegment[] {
  let used = 0;
  return plan.filter((segment) => {
    used += bytesOf(segment);
    return segment.due < ESSENTIAL_SAMPLES || used <= budget;
  });
}

/**
 * Chooses the segments to drop so that `incoming` more bytes fit. Wanted segments are never dropped; of the others,
 * which would make a jump back instant, those go first that were needed longest ago.
 * @param cached decoded bytes by segment key, least recently needed first
 */
export function chooseEvictions(
  cached: ReadonlyMap<string, number>,
  wanted: readonly WantedSegment[],
  incoming: number,
  budget: number = MEMORY_BUDGET_BYTES,
): string[] {
  const keep = new Set(wanted.map(({ stemId, index }) => segmentKey(stemId, index)));
  let total = incoming;
  for (const bytes of cached.values()) total += bytes;
  const dropped: string[] = [];
  for (const [key, bytes] of cached) {
    if (total <= budget) break;
    if (keep.has(key)) continue;
    dropped.push(key);
    total -= bytes;
  }
  return dropped;
}
