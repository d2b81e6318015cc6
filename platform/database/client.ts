// The database connections of this process: a pool for everything, one for commits of edits, one for maintenance.
import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { databaseUrl } from '@/platform/database-url';
import { getEnv } from '@/platform/env';
import { PrismaClient } from './generated/client';
import { COMMIT_TIMES, GENERAL_TIMES, MAINTENANCE_TIMES } from './pool-times';
import { type PoolTimes, StudioPool } from './studio-pool';

/** Prisma and plain SQL on one pool. */
interface PrismaOnPool {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
}

export interface Database extends PrismaOnPool {
  /** For commits of edits and presence alone, so that nothing else makes them wait. */
  readonly commits: pg.Pool;
  /** For statements that may take minutes. */
  readonly maintenance: PrismaOnPool;
  /** Waits for running queries and disconnects. */
  close(): Promise<void>;
}

/** Commits go one at a time; beside them run the reads of a retry, notifications and presence. */
const COMMIT_POOL_SIZE = 4;
const MAINTENANCE_POOL_SIZE = 2;

interface Globals {
  isomixDatabase?: Database;
  isomixMaintenance?: AsyncLocalStorage<true>;
}

/*
 * Next bundles route handlers apart from the custom server, so a module variable would exist twice in one process;
 * the global object exists once.
 */
const globals = globalThis as typeof globalThis & Globals;
globals.isomixMaintenance ??= new AsyncLocalStorage();
const maintenance = globals.isomixMaintenance;

function openPrismaOnPool(url: string, size: number, times: PoolTimes): PrismaOnPool {
  const pool = new StudioPool({ url, size, times });
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}

export interface DatabaseOptions {
  /** Connections of the general pool. */
  readonly size?: number;
  readonly times?: PoolTimes;
  readonly commitTimes?: PoolTimes;
}

/** Connects to the database at `url`; connections are opened as they are needed. */
export function openDatabase(
  url: string,
  { size = 10, times = GENERAL_TIMES, commitTimes = COMMIT_TIMES }: DatabaseOptions = {},
): Database {
  const general = openPrismaOnPool(url, size, times);
  const commits = new StudioPool({ url, size: COMMIT_POOL_SIZE, times: commitTimes });
  const long = openPrismaOnPool(url, MAINTENANCE_POOL_SIZE, MAINTENANCE_TIMES);
  const close = async () => {
    await Promise.all([general.prisma.$disconnect(), long.prisma.$disconnect()]);
    await Promise.all([general.pool.end(), commits.end(), long.pool.end()]);
  };
  return { ...general, commits, maintenance: long, close };
}

/** Makes `database` the one that getPrisma and getPool hand out; undefined makes them connect anew. */
export function setDatabase(database: Database | undefined): void {
  globals.isomixDatabase = database;
}

function currentDatabase(): Database {
  globals.isomixDatabase ??= openDatabase(databaseUrl(), { size: getEnv().DATABASE_POOL_SIZE });
  return globals.isomixDatabase;
}

function currentPrismaOnPool(): PrismaOnPool {
  const database = currentDatabase();
  return maintenance.getStore() ? database.maintenance : database;
}

/** Prisma on this process's database, connected on first use. */
export const getPrisma = (): PrismaClient => currentPrismaOnPool().prisma;

/** The pool behind getPrisma, for what Prisma does not speak: LISTEN, COPY, advisory locks. */
export const getPool = (): pg.Pool => currentPrismaOnPool().pool;

/** The pool of what people wait to see saved: commits of edits, and presence. */
export const getCommitPool = (): pg.Pool => currentDatabase().commits;

/**
 * Runs `work` with getPrisma and getPool on connections of their own that allow statements of ten minutes.
 * For work over whole tables, such as sweeps: on other connections the server ends a statement after eight
 * seconds.
 */
export function asMaintenance<T>(work: () => Promise<T>): Promise<T> {
  return maintenance.run(true, work);
}

/** Disconnects this process from its database, if it ever connected. */
export async function closeDatabase(): Promise<void> {
  const database = globals.isomixDatabase;
  setDatabase(undefined);
  await database?.close();
}
