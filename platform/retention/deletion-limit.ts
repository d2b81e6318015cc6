// The deletion limit: a sweep that would take an implausible share of what there is changes nothing, and says so.
import { getEnv } from '@/platform/env';
import { countUnusedContents } from './contents';
import type { OrphanPlan } from './orphans';
import { countExpiredProjects } from './projects';

/** What a sweep would delete of one kind. */
export interface PlannedDeletions {
  readonly what: string;
  readonly deletable: number;
  readonly total: number;
  /** So few may go whatever the share is: in a small studio one project is a large share. */
  readonly floor: number;
}

/** Few enough that somebody may have left them on one day. */
const FLOOR = 5;
/** A person may delete as many songs in an afternoon, and the sweep takes their files a day later. */
const CONTENT_FLOOR = 25;

/** Whether the planned deletions are more than the stated share, in percent, and more than a few. */
const isImplausible = ({ deletable, total, floor }: PlannedDeletions, percent: number): boolean =>
  deletable > floor && deletable * 100 > total * percent;

/** Such as `303 of 303 projects that have expired`. */
export const describeDeletions = ({ what, deletable, total }: PlannedDeletions): string =>
  `${deletable} of ${total} ${what}`;

/** What a sweep at this moment would take of rows. */
async function rowDeletions(now: Date): Promise<PlannedDeletions[]> {
  return [
    { what: 'projects that have expired', floor: FLOOR, ...(await countExpiredProjects(now)) },
    { what: 'songs that no project uses', floor: CONTENT_FLOOR, ...(await countUnusedContents(now)) },
  ];
}

/**
 * What is implausible about the sweep that is planned; empty when it may go on.
 * @param plans what the scan found without a row, when there is one
 */
export async function implausibleDeletions(
  now: Date,
  plans: readonly OrphanPlan[],
): Promise<PlannedDeletions[]> {
  const stored = plans.map(({ kind, deletable, total }): PlannedDeletions => {
    return {
      what: `${kind.title} in storage that the database does not know`,
      deletable,
      total,
      floor: FLOOR,
    };
  });
  const percent = getEnv().STORAGE_SWEEP_MAX_PERCENT;
  return [...(await rowDeletions(now)), ...stored].filter((taking) => isImplausible(taking, percent));
}
