// The day's allowances: counted in the transaction that makes the thing, and not given back when it is deleted.

import { DAY_MS } from '@/contract/durations';
import type { UsageKind } from '@/contract/usage-kinds';
import { getPrisma } from '@/platform/database/client';
import { studioNow } from '@/platform/database/clock';
import type { Plan, Prisma } from '@/platform/database/generated/client';
import { lockAccount } from '@/platform/database/locks';
import { studioMs } from '@/platform/studio-clock';
import { PlanLimitError, RateLimitError } from '@/server/errors';
import { rulesOf } from '@/server/plans';
import { USAGE_RULES } from './kinds';

type Transaction = Prisma.TransactionClient;

export interface UsageAccount {
  readonly id: string;
  readonly plan: Plan;
}

/** A user's full queue empties within minutes. */
const LIVE_RETRY_S = 60;

/** The next midnight in UTC, when a new day's allowances begin. */
export const nextReset = (): Date => new Date(Math.floor(studioMs() / DAY_MS + 1) * DAY_MS);

/** The day in UTC by the database's clock. */
const today = async (via?: Transaction): Promise<Date> =>
  new Date(Math.floor((await studioNow(via)).getTime() / DAY_MS) * DAY_MS);

function usedUp({ plan }: UsageAccount, kind: UsageKind, used: number): PlanLimitError {
  const rules = rulesOf(plan);
  const { limitOf, does } = USAGE_RULES[kind];
  const limit = limitOf(rules);
  const message = `The ${rules.title} plan ${does(limit)}; the count starts again at midnight UTC.`;
  return new PlanLimitError(message, 402, { limit, used, resetsAt: nextReset() });
}

/** How many of a kind a person has used today. */
async function usedToday(userId: string, kind: UsageKind, tx: Transaction = getPrisma()): Promise<number> {
  const where = { userId_kind_day: { userId, kind, day: await today(tx) } };
  return (await tx.usage.findUnique({ where, select: { count: true } }))?.count ?? 0;
}

/**
 * Counts something against the day's allowance, as part of the transaction that makes it: requests of one person
 * take turns, so that exactly as many succeed as are left.
 * @throws PlanLimitError when the allowance does not cover `count` more
 */
export async function chargeUsage(
  tx: Transaction,
  account: UsageAccount,
  kind: UsageKind,
  count = 1,
): Promise<void> {
  await lockAccount(tx, account.id);
  const limit = USAGE_RULES[kind].limitOf(rulesOf(account.plan));
  const used = await usedToday(account.id, kind, tx);
  if (used + count > limit) throw usedUp(account, kind, used);
  const key = { userId: account.id, kind, day: await today(tx) };
  await tx.usage.upsert({
    where: { userId_kind_day: key },
    create: { ...key, count },
    update: { count: { increment: count } },
  });
}

/** Throws as `chargeUsage` would, without counting: before costly work that leads to it. */
export async function checkUsage(account: UsageAccount, kind: UsageKind): Promise<void> {
  const used = await usedToday(account.id, kind);
  if (used >= USAGE_RULES[kind].limitOf(rulesOf(account.plan))) throw usedUp(account, kind, used);
}

/**
 * Counts `count` files that are about to be received, and checks the bytes that came before them.
 * @throws PlanLimitError when the files or the bytes of the day are used up
 */
export async function chargeFiles(account: UsageAccount, count: number): Promise<void> {
  const { title, filesPerDay, fileBytesPerDay } = rulesOf(account.plan);
  const day = await today();
  // One statement, which occupies no connection while others wait for the row: a flood of uploads begins
  // here.
  const charged = await getPrisma().$executeRaw`
    INSERT INTO "Usage" AS used ("userId", "kind", "day", "count")
    VALUES (${account.id}, 'file', ${day}::date, ${count})
    ON CONFLICT ("userId", "kind", "day") DO UPDATE SET "count" = used."count" + excluded."count"
    WHERE used."count" + excluded."count" <= ${filesPerDay} AND used."bytes" < ${fileBytesPerDay}`;
  if (charged > 0) return;
  const where = { userId_kind_day: { userId: account.id, kind: 'file', day } };
  const { count: files, bytes } = await getPrisma().usage.findUniqueOrThrow({ where });
  if (bytes < fileBytesPerDay) throw usedUp(account, 'file', files);
  throw new PlanLimitError(
    `The ${title} plan takes ${Math.round(fileBytesPerDay / 1e9)} GB of files a day; the count starts again at midnight UTC.`,
    402,
    { limit: fileBytesPerDay, used: Number(bytes), resetsAt: nextReset() },
  );
}

/** Adds what was used of a kind that is known only afterwards, whatever became of it. */
export async function addUsage(userId: string, kind: UsageKind, count: number): Promise<void> {
  const key = { userId, kind, day: await today() };
  await getPrisma().usage.upsert({
    where: { userId_kind_day: key },
    create: { ...key, count },
    update: { count: { increment: count } },
  });
}

/** Adds the bytes of files that were received, whatever became of them. */
export async function addFileBytes(userId: string, bytes: number): Promise<void> {
  if (bytes === 0) return;
  await getPrisma().usage.updateMany({
    where: { userId, kind: 'file', day: await today() },
    data: { bytes: { increment: bytes } },
  });
}

/**
 * Checks that a person may have another job waiting. Call it after `chargeUsage` in the same transaction.
 * @throws RateLimitError while too many of their jobs wait or run
 */
export async function checkLiveJobs(tx: Transaction, account: UsageAccount): Promise<void> {
  const rules = rulesOf(account.plan);
  const live = await tx.job.count({
    where: { requestedBy: account.id, state: { in: ['queued', 'running'] } },
  });
  if (live <= rules.maxLiveJobs) return;
  const message = `The ${rules.title} plan has room for ${rules.maxLiveJobs} jobs at a time; wait until some have ended.`;
  throw new RateLimitError(message, LIVE_RETRY_S);
}

/** What a person has used today, by kind. */
export async function readUsage(userId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await getPrisma().usage.findMany({ where: { userId, day: await today() } });
  return new Map(rows.map(({ kind, count }) => [kind, count]));
}
