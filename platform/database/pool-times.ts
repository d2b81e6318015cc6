// How long the database may take for each kind of work of this process.
import type { PoolTimes } from './studio-pool';

/** Requests, jobs, and everything that has no pool of its own. */
export const GENERAL_TIMES: PoolTimes = {
  statementMs: 8_000,
  deadlineMs: 10_000,
  connectMs: 6_000,
  idleInTransactionMs: 15_000,
};

/** Commits of edits and presence: somebody waits for "Saved". */
export const COMMIT_TIMES: PoolTimes = {
  statementMs: 3_500,
  deadlineMs: 4_500,
  connectMs: 3_000,
  idleInTransactionMs: 5_000,
};

/** Sweeps and other work over whole tables, which nobody waits for. */
export const MAINTENANCE_TIMES: PoolTimes = {
  statementMs: 10 * 60_000,
  deadlineMs: 11 * 60_000,
  connectMs: 10_000,
  idleInTransactionMs: 2 * 60_000,
};

/** The queue's own tables. */
export const QUEUE_TIMES: PoolTimes = {
  statementMs: 6_000,
  deadlineMs: 8_000,
  connectMs: 5_000,
  idleInTransactionMs: 10_000,
};
