// Keeps the files of a content and the rows about it in step, without a transaction that waits for the storage.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { getPrisma } from '@/platform/database/client';
import { Prisma } from '@/platform/database/generated/client';
import { lockContent } from '@/platform/database/locks';
import { log } from '@/platform/log';
import { UnavailableError } from '@/platform/unavailable';

/*
 * Storing and removing files can take as long as the storage needs, and a transaction that waited for it
 * would keep a database connection from everyone else. So a process that stores a content reserves it with a
 * row in "Lease" instead, and one that removes its files marks it in the same way: rows are written only
 * while no removal is running, and a removal begins only while the content is not reserved and no row needs
 * it. The lock of the content is held only to check and to mark.
 */

type Transaction = Prisma.TransactionClient;

/** A reservation or mark of a process that died ends after this long. */
const TERM_MS = 2 * 60_000;
const RENEW_MS = 20_000;
const POLL_MS = 200;
/** A removal takes this long only when the storage does not answer. */
const TIMEOUT_MS = 30_000;
/** Many uploads that arrive together wait for each other's moment with the database. */
const TRANSACTION_MS = { maxWait: 10_000, timeout: 15_000 };

const reservationName = (sha256: string, id: string): string => `content/${sha256}/held/${id}`;
const removalName = (sha256: string): string => `content/${sha256}/removed`;

const NOW = Prisma.sql`(now() AT TIME ZONE 'utc')`;
const END = Prisma.sql`${NOW} + ${TERM_MS} * interval '1 millisecond'`;

/** Whether a lease that has not run out has a name that begins so. */
async function isLive(tx: Transaction, beginning: string): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Lease" WHERE starts_with("name", ${beginning}) AND "expiresAt" > ${NOW} LIMIT 1`;
  return found.length > 0;
}

async function writeLease(tx: Transaction, name: string): Promise<void> {
  await tx.$executeRaw`INSERT INTO "Lease" ("name", "holder", "expiresAt") VALUES (${name}, ${name}, ${END})
    ON CONFLICT ("name") DO UPDATE SET "expiresAt" = ${END}`;
}

/** Renews a lease, once its transaction is committed, until the returned function ends it. */
function keepRenewed(name: string): () => Promise<void> {
  const renew = setInterval(() => {
    getPrisma().$executeRaw`UPDATE "Lease" SET "expiresAt" = ${END} WHERE "name" = ${name}`.catch(
      (err: unknown) => log.warn({ err, name }, 'A content reservation could not be renewed.'),
    );
  }, RENEW_MS);
  return async () => {
    clearInterval(renew);
    await getPrisma().$executeRaw`DELETE FROM "Lease"
      WHERE "name" = ${name} OR (starts_with("name", 'content/') AND "expiresAt" < ${NOW})`;
  };
}

/**
 * Refuses to write rows that need the files of a content while they are being removed.
 * @throws UnavailableError; a moment later the same succeeds
 */
export async function refuseWhileRemoved(tx: Transaction, sha256: string): Promise<void> {
  await lockContent(tx, sha256);
  if (await isLive(tx, removalName(sha256))) throw new UnavailableError('storage');
}

export interface ContentReservation {
  /**
   * Locks the content and verifies that it is still reserved. Call it first in the transaction that writes
   * the rows.
   * @throws UnavailableError when the reservation expired, as in a process that was stopped for minutes
   */
  confirm(tx: Transaction): Promise<void>;
}

async function acquireReservation(sha256: string, name: string): Promise<() => Promise<void>> {
  for (let waited = 0; ; waited += POLL_MS) {
    const isDeleting = await getPrisma().$transaction(async (tx) => {
      await lockContent(tx, sha256);
      if (await isLive(tx, removalName(sha256))) return false;
      await writeLease(tx, name);
      return true;
    }, TRANSACTION_MS);
    if (isDeleting) return keepRenewed(name);
    if (waited >= TIMEOUT_MS) throw new UnavailableError('storage');
    await sleep(POLL_MS);
  }
}

/**
 * Calls `work` while no process removes files of a content; any number of processes may reserve the same one.
 * @throws UnavailableError when a removal takes too long, and what `work` throws
 */
export async function withContentReserved<T>(
  sha256: string,
  work: (reservation: ContentReservation) => Promise<T>,
): Promise<T> {
  const name = reservationName(sha256, randomUUID());
  const release = await acquireReservation(sha256, name);
  try {
    return await work({
      async confirm(tx) {
        await lockContent(tx, sha256);
        if (!(await isLive(tx, name))) throw new UnavailableError('storage');
      },
    });
  } finally {
    await release();
  }
}

export interface ContentRemoval<T> {
  /** Whether no row needs the files; called with the content locked, and may delete rows that nobody uses */
  readonly isUnused: (tx: Transaction) => Promise<boolean>;
  /** Removes the files; the content is not locked meanwhile */
  readonly remove: () => Promise<T>;
}

/**
 * Removes files of a content, unless somebody is storing it or a row needs it. A crash in the middle leaves files
 * without rows, which the sweeper finds, never rows without files.
 * @returns what `remove` gives; null when the files stay
 */
export async function removeContent<T>(
  sha256: string,
  { isUnused, remove }: ContentRemoval<T>,
): Promise<T | null> {
  const isMarked = await getPrisma().$transaction(async (tx) => {
    await lockContent(tx, sha256);
    if (await isLive(tx, reservationName(sha256, ''))) return false;
    if (await isLive(tx, removalName(sha256))) return false;
    if (!(await isUnused(tx))) return false;
    await writeLease(tx, removalName(sha256));
    return true;
  }, TRANSACTION_MS);
  if (!isMarked) return null;
  const release = keepRenewed(removalName(sha256));
  try {
    return await remove();
  } finally {
    await release();
  }
}
