// A transaction in plain SQL on one connection of the pool.
import type pg from 'pg';
import { getPool } from '@/platform/database/client';

/**
 * Runs `work` between BEGIN and COMMIT, or ROLLBACK when it throws; what it throws is thrown on.
 * A connection that fails to roll back is discarded instead of returned to the pool.
 */
export async function inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await getPool().connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((reason: Error) => {
      broken = reason;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
