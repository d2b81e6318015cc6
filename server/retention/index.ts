// The sweeper: removes what has expired or is nobody's any more, once an hour, beside the running studio.
import { sweepSets } from '@/server/automix/set-keeper';
import { sweepLibraries, sweepOrphanedStyleFiles } from '@/server/library/delete-sound';
import { sweepSessions } from '@/server/shared/accounts/sessions';
import { asMaintenance } from '@/server/shared/database/client';
import { sweepUsage } from '@/server/usage/usage';
import { log } from '@/server/shared/log';
import { sweepActivity } from './activity';
import { sweepContents, sweepOrphanedContentFiles } from './contents';
import { sweepMixes, sweepOrphanedCovers, sweepOrphanedMixFiles } from './mixes';
import { sweepProjects } from './projects';
import { sweepRestyles } from './restyles';
import { sweepOrphanedSetFiles, sweepSetJobs, sweepSetWork, sweepTracks } from './sets';
import { sweepTemporary } from './temporary';

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
/** Not while the studio is starting and everybody comes back. */
const FIRST_MS = 2 * MINUTE_MS;
/** Comparing all that is stored with all that is known is for once a day. */
const HOURS_BETWEEN_SCANS = 24;

type Step = readonly [what: string, work: (now: Date) => Promise<unknown>];

/** In this order, each makes work for the next: a project's end frees its exports, its song and their files. */
const HOURLY: readonly Step[] = [
  ['expired projects', sweepProjects],
  ['expired exports', sweepMixes],
  ['expired sets', sweepSets],
  ['jobs of sets that are gone', sweepSetJobs],
  ['the work of sets that have ended', sweepSetWork],
  ['tracks that no tracklist names', sweepTracks],
  ['unused songs', sweepContents],
  ['old activity', sweepActivity],
  ['counts of past weeks', sweepUsage],
  ['stems that nobody plays so any more', sweepRestyles],
  ['style sounds of nobody', sweepLibraries],
  ['sessions that are over', sweepSessions],
  ['temporary files', sweepTemporary],
];
const DAILY: readonly Step[] = [
  ['export files without a row', sweepOrphanedMixFiles],
  ['covers of projects that are gone', sweepOrphanedCovers],
  ['files of sets without a row', sweepOrphanedSetFiles],
  ['songs and stems without a row', sweepOrphanedContentFiles],
  ['style sounds without a row', sweepOrphanedStyleFiles],
];

/**
 * Sweeps once. Every step is safe beside running requests, running jobs and another sweeper; one that fails is
 * logged and leaves the others to do their part.
 */
export async function sweepOnce(now: Date = new Date(), { scan = true } = {}): Promise<void> {
  for (const [what, work] of scan ? [...HOURLY, ...DAILY] : HOURLY) {
    try {
      await asMaintenance(() => work(now));
    } catch (error) {
      log.error({ err: error }, `Sweeping ${what} failed; the next sweep tries again.`);
    }
  }
}

export interface Sweeper {
  /** Waits for a sweep that runs and begins no other. */
  close(): Promise<void>;
}

/** Sweeps two minutes after the start and every hour from then on, with the daily scan in the first of each day. */
export function startSweeper(): Sweeper {
  let hours = 0;
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(sweep, FIRST_MS);
  timer.unref();
  function sweep(): void {
    running = sweepOnce(new Date(), { scan: hours % HOURS_BETWEEN_SCANS === 0 }).then(() => {
      hours += 1;
    });
    timer = setTimeout(sweep, HOUR_MS);
    timer.unref();
  }
  return {
    async close() {
      clearTimeout(timer);
      await running;
    },
  };
}
