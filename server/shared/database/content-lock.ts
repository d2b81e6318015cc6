// The lock on one content, which web processes and the sweeper in a worker agree on.
import type { Prisma } from './generated/client';

/** Takes an advisory lock by name; it ends with the transaction. */
export async function lockByName(tx: Prisma.TransactionClient, name: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** Held while an uploaded content and its separations are stored, brought into use or swept away. */
export const lockContent = (tx: Prisma.TransactionClient, sha256: string): Promise<void> =>
  lockByName(tx, `content/${sha256}`);
