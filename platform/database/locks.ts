// Locks that requests, the sweeper and other processes agree on; each ends with its transaction.
import type { Prisma } from './generated/client';

type Transaction = Prisma.TransactionClient;

async function lock(tx: Transaction, name: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** Held while an uploaded content and its separations are stored, put to use or swept. */
export const lockContent = (tx: Transaction, sha256: string): Promise<void> => lock(tx, `content/${sha256}`);

/** Held while something is counted against a person's plan and then added. */
export const lockAccount = (tx: Transaction, userId: string): Promise<void> => lock(tx, `account/${userId}`);

/** Held while the named versions of a project are counted and one is added. */
export const lockVersions = (tx: Transaction, projectId: string): Promise<void> =>
  lock(tx, `versions/${projectId}`);

/** Held while people join or leave a project. */
export const lockMembers = (tx: Transaction, projectId: string): Promise<void> =>
  lock(tx, `members/${projectId}`);

/** Held while the renders of a project's strips are brought in line with its document. */
export const lockStyles = (tx: Transaction, projectId: string): Promise<void> =>
  lock(tx, `styles/${projectId}`);

/** Held while the imported sources of a project are counted and one is added. */
export const lockSources = (tx: Transaction, projectId: string): Promise<void> =>
  lock(tx, `sources/${projectId}`);

/** Held while the tracks of a project are counted and one is added. */
export const lockTracks = (tx: Transaction, projectId: string): Promise<void> =>
  lock(tx, `tracks/${projectId}`);
