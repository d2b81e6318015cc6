// The sweeper: one at a time among all processes of the studio, on a storage that is known to be its own.

import { randomUUID } from 'node:crypto';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/contract/durations';
import { databaseNow } from '@/platform/database/clock';
import { acquireLease, releaseLease } from '@/platform/lease';
import { log } from '@/platform/log';
import { StorageTieError } from '@/platform/storage/tie/errors';
import { advanceTie } from '@/platform/storage-tie/advance';
import { assertDatabaseClock, ClockError } from '../clocks';
import { Counts } from '../removal/counts';
import { sweepSets } from './sets';
import { type SweepReport, sweepOnce } from './sweep';
import { changeSweepRecord, isDue, readSweepRecord } from './sweep-record';

const LEASE = 'storage-sweep';
const LEASE_MS = 60_000;
const RENEW_MS = 15_000;

/**
 * `held`: another process sweeps. `refused`: a clock or the storage is in a bad state. `idle`: nothing was
 * due.
 */
export type RoundOutcome = 'held' | 'refused' | 'idle' | 'stopped' | 'swept';

export interface RoundOptions {
  /** The owner of the lease; each sweeper is one of its own. */
  readonly owner: string;
  /** This process's clock, in milliseconds since 1970. */
  readonly processNow?: () => number;
  readonly signal?: AbortSignal;
  /** Says why nothing is swept. */
  readonly refuse?: (reason: Error) => void;
}

/**
 * Owns the lease while `work` runs; its signal is aborted when the lease is lost. Returns null when it is not
 * free.
 */
async function withLease<T>(
  { owner, signal: outer }: RoundOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  let leaderSince = performance.now();
  if (!(await acquireLease(LEASE, LEASE_MS, owner))) return null;
  const lost = new AbortController();
  const timer = setInterval(async () => {
    const asked = performance.now();
    const isLeader = await acquireLease(LEASE, LEASE_MS, owner).catch(() => false);
    if (isLeader) leaderSince = asked;
    // A renewal that failed is tried again while the lease still runs.
    else if (performance.now() - leaderSince > LEASE_MS - RENEW_MS)
      lost.abort(new Error('The lease was lost.'));
  }, RENEW_MS);
  try {
    return await work(AbortSignal.any([lost.signal, ...(outer ? [outer] : [])]));
  } finally {
    clearInterval(timer);
    await releaseLease(LEASE, owner).catch((error: unknown) =>
      log.debug({ err: error }, 'The sweep lease was not released; it expires by itself.'),
    );
  }
}

async function sweepWhatIsDue(now: Date, signal: AbortSignal): Promise<'idle' | SweepReport> {
  const { sweptAt, scannedAt, permittedUntil, stopped: before, isScanStopped } = await readSweepRecord();
  if (!isDue(sweptAt, now, HOUR_MS)) {
    // Sets last an hour, so they are looked after by the minute.
    const counts = new Counts();
    await sweepSets(now, { counts, signal });
    return 'idle';
  }
  const scan = isDue(scannedAt, now, DAY_MS);
  if (isScanStopped && !scan) {
    // Listing all that is stored again would show the same: the next day's scan looks, or the one a person permits.
    await changeSweepRecord({ sweptAt: now });
    return { stopped: before, counts: {} };
  }
  const report = await sweepOnce(now, {
    scan,
    signal,
    isPermitted: permittedUntil !== null && permittedUntil > now,
  });
  const { stopped } = report;
  await changeSweepRecord({
    sweptAt: now,
    stopped: [...stopped],
    isScanStopped: scan && stopped.length > 0,
    ...(scan && { scannedAt: now }),
  });
  return report;
}

/**
 * Sweeps what is due, if nobody else does, the clocks agree, and the storage belongs to the database.
 * @throws what the database or the storage answered when they are away, and the signal's reason
 */
export async function sweepRound(options: RoundOptions): Promise<RoundOutcome> {
  const { processNow, refuse } = options;
  const outcome = await withLease(options, async (signal): Promise<RoundOutcome> => {
    try {
      await assertDatabaseClock(processNow);
      await advanceTie();
    } catch (error) {
      if (!(error instanceof ClockError || error instanceof StorageTieError)) throw error;
      refuse?.(error);
      return 'refused';
    }
    const done = await sweepWhatIsDue(await databaseNow(), signal);
    if (done === 'idle') return 'idle';
    return done.stopped.length > 0 ? 'stopped' : 'swept';
  });
  return outcome ?? 'held';
}

/** Logs a reason once an hour, not every minute. */
function hourlyRefusal(): (reason: Error) => void {
  let [last, at] = ['', 0];
  return ({ message }) => {
    if (message === last && performance.now() - at < HOUR_MS) return;
    [last, at] = [message, performance.now()];
    log.error(`Nothing is swept: ${message}`);
  };
}

export interface Sweeper {
  /** Stops a sweep that runs and begins no other. */
  close(): Promise<void>;
}

/** Looks every minute whether a sweep is due: every hour, with a comparison of all that is stored once a day. */
export function startSweeper(): Sweeper {
  const stop = new AbortController();
  const options = { owner: randomUUID(), signal: stop.signal, refuse: hourlyRefusal() };
  let running: Promise<void> | undefined;
  const round = async () => {
    try {
      await sweepRound(options);
    } catch (error) {
      if (!stop.signal.aborted)
        log.warn({ err: error }, 'A sweep was broken off; the next one goes on with it.');
    } finally {
      running = undefined;
    }
  };
  const timer = setInterval(() => {
    running ??= round();
  }, MINUTE_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      stop.abort(new Error('The process ends.'));
      await running;
    },
  };
}
