// Leases: exclusive rights of one process. Unlike a lock, a lease ends when its holder goes silent.
import { randomUUID } from 'node:crypto';
import { getPool } from '@/platform/database/client';

/** Names this process among all that share the database. */
const OWNER: string = randomUUID();

/**
 * Takes or renews a lease; the database's clock decides when it ends.
 * @param name what the lease is for
 * @param ttlMs how long it lasts unless renewed
 * @param owner who takes it; this process by default
 * @returns false while somebody else holds it
 */
export async function acquireLease(name: string, ttlMs: number, owner = OWNER): Promise<boolean> {
  const { rowCount } = await getPool().query(
    `INSERT INTO "Lease" AS held ("name", "holder", "expiresAt")
     VALUES ($1, $2, now() AT TIME ZONE 'utc' + $3 * interval '1 millisecond')
     ON CONFLICT ("name") DO UPDATE SET "holder" = excluded."holder", "expiresAt" = excluded."expiresAt"
     WHERE held."holder" = excluded."holder" OR held."expiresAt" < now() AT TIME ZONE 'utc'`,
    [name, owner, ttlMs],
  );
  return rowCount === 1;
}

/** Releases a lease, so that another process need not wait for its end. */
export async function releaseLease(name: string, owner = OWNER): Promise<void> {
  await getPool().query('DELETE FROM "Lease" WHERE "name" = $1 AND "holder" = $2', [name, owner]);
}
