// The database connection of this process: one pool, shared by Prisma and by plain SQL.

import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { databaseUrl } from '@/server/shared/database-url';
import { log } from '@/server/shared/log';
import { PrismaClient } from './generated/client';

export interface Database {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  /** Waits for running queries and disconnects. */
  close(): Promise<void>;
}

/*
 * Next bundles route handlers apart from the custom server, so a module variable would exist twice in one process;
 * the global object exists once.
 */
const holder = globalThis as typeof globalThis & { isomixDatabase?: Database };

const POOL_SIZE = 10;

/** Connects to the database at `url`; connections are opened as they are needed. */
export function openDatabase(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'A database connection was lost.'));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const close = async () => {
    await prisma.$disconnect();
    await pool.end();
  };
  return { prisma, pool, close };
}

/** Makes `database` the one that getPrisma and getPool hand out; undefined makes them connect anew. */
export function setDatabase(database: Database | undefined): void {
  holder.isomixDatabase = database;
}

function currentDatabase(): Database {
  holder.isomixDatabase ??= openDatabase(databaseUrl());
  return holder.isomixDatabase;
}

/** Prisma on this process's database, connected on first use. */
export const getPrisma = (): PrismaClient => currentDatabase().prisma;

/** The pool behind getPrisma, for what Prisma does not speak: LISTEN, COPY, advisory locks. */
export const getPool = (): pg.Pool => currentDatabase().pool;

/** Disconnects this process from its database, if it ever connected. */
export async function closeDatabase(): Promise<void> {
  const database = holder.isomixDatabase;
  setDatabase(undefined);
  await database?.close();
}
