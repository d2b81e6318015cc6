// One sweep: removes what has expired, and moves to the trash what nobody knows.
import { HOUR_MS } from '@/contract/durations';
import { sweepSessions } from '@/platform/accounts/sessions';
import { asMaintenance } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import { log } from '@/platform/log';
import { getStorage } from '@/platform/storage';
import { Counts, type SweepRun, uninterruptedRun } from '../removal/counts';
import { sweepContents } from './contents';
import { describeDeletions, implausibleDeletions } from './deletion-limit';
import { sweepLibraries } from './libraries';
import { sweepMixes, sweepMixRows } from './mixes';
import { type OrphanPlan, planOrphans, trashOrphans } from './orphans';
import { sweepProjects } from './projects';
import { sweepRestyles } from './restyles';
import { sweepActivity, sweepBudgets, sweepLeases, sweepOutbox, sweepUsage } from './rows';
import { sweepSets, sweepSetWork } from './sets';
import { purgeTrash, restoreKnown } from './trash';
import { sweepUnusedJobs } from './unused-jobs';

type Work = (now: Date, run: SweepRun) => Promise<void>;
type Step = readonly [what: string, work: Work];

/** Nothing takes this long to be written. */
const UNFINISHED_MS = 48 * HOUR_MS;
/** Beginning a little before midnight, a sweep moves things under two days. */
const LATEST_DAYS = 2;

async function removeUnfinished(now: Date, run: SweepRun): Promise<void> {
  run.counts.addRows(await getStorage().removeUnfinished(new Date(now.getTime() - UNFINISHED_MS)));
}

/** In this order, each makes work for the next: a project's end frees its exports, its song and their files. */
const HOURLY: readonly Step[] = [
  [
    'brought back from the trash, because the database knows it',
    (_now, run) => restoreKnown(run, LATEST_DAYS),
  ],
  ['expired projects', sweepProjects],
  ['files of expired exports', sweepMixes],
  ['rows of exports long expired', sweepMixRows],
  ['expired sets', sweepSets],
  ['jobs of exports and sets that are gone', sweepUnusedJobs],
  ['unused songs', sweepContents],
  ['stems with sounds that nobody plays', sweepRestyles],
  ['style sounds of nobody', sweepLibraries],
  ['old activity', sweepActivity],
  ['edits delivered long ago', sweepOutbox],
  ['spent budgets', sweepBudgets],
  ['expired leases', sweepLeases],
  ['counts of past weeks', sweepUsage],
  ['sessions that are over', sweepSessions],
];

const daily = (plans: readonly OrphanPlan[]): readonly Step[] => [
  ['brought back from the trash, because the database knows it', (_now, run) => restoreKnown(run, Infinity)],
  ['the work of sets that have ended', sweepSetWork],
  ...plans.map(
    (plan): Step => [
      `${plan.kind.title} without a row, to the trash`,
      (now, run) => trashOrphans(plan, now, run),
    ],
  ),
  ['days of the trash, for good', purgeTrash],
  ['half-written objects', removeUnfinished],
];

export interface SweepOptions {
  /** Whether all that is stored is compared with all that is known. */
  readonly scan?: boolean;
  /** Whether somebody has permitted to exceed the deletion limit. */
  readonly isPermitted?: boolean;
  readonly signal?: AbortSignal;
}

export interface SweepReport {
  /** What stopped the sweep before it changed anything, one entry per kind; empty when it went on. */
  readonly stopped: readonly string[];
  /** How much each step took. */
  readonly counts: Readonly<Record<string, number>>;
}

async function takeStep([what, work]: Step, now: Date, signal: AbortSignal): Promise<number> {
  const run = { counts: new Counts(), signal };
  try {
    await asMaintenance(() => work(now, run));
  } catch (error) {
    signal.throwIfAborted();
    log.error({ err: error, step: what }, `Sweeping failed (${what}); the next sweep tries again.`);
  } finally {
    if (run.counts.count > 0) log.info({ step: what, ...run.counts.summary }, `Swept: ${what}.`);
  }
  return run.counts.count;
}

function logStop(stopped: readonly string[]): void {
  log.error(
    { stopped },
    `The sweep stopped and changed nothing, because it would have taken ${stopped.join(', ')}. Check that the ` +
      'database and the clocks are the right ones; if this is as it should be, run "isomix storage proceed".',
  );
}

/**
 * Sweeps once, as if it were `now`. The caller sees to it that the storage is the database's own and that no other
 * sweep runs, although nothing would be lost if one did. A step that fails is logged and leaves the others to do
 * their part.
 * @throws the signal's reason when it is aborted
 */
export async function sweepOnce(
  at?: Date,
  { scan = true, isPermitted = false, signal = uninterruptedRun().signal }: SweepOptions = {},
): Promise<SweepReport> {
  const now = at ?? (await databaseNow());
  // Whole tables are counted, which may take longer than a request may.
  const { plans, deletions } = await asMaintenance(async () => {
    const found = scan ? await planOrphans(now, { counts: new Counts(), signal }) : [];
    return { plans: found, deletions: await implausibleDeletions(now, found) };
  });
  const stopped = deletions.map(describeDeletions);
  if (stopped.length > 0 && !isPermitted) {
    logStop(stopped);
    return { stopped, counts: {} };
  }
  if (stopped.length > 0) log.warn({ stopped }, 'The sweep exceeds its deletion limit, as was permitted.');
  const counts: Record<string, number> = {};
  for (const step of [...HOURLY, ...(scan ? daily(plans) : [])]) {
    signal.throwIfAborted();
    counts[step[0]] = (await takeStep(step, now, signal)) + (counts[step[0]] ?? 0);
  }
  return { stopped: [], counts };
}
