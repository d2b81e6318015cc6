// A migrated, durable PostgreSQL of its own for a benchmark, made the database of this process.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { closeBus } from '@/platform/bus';
import { closeDatabase } from '@/platform/database/client';
import { startEmbeddedPostgres } from '@/platform/database/embedded';
import { migrateDatabase } from '@/platform/database/migrate';

/** Runs `work` beside a fresh database and removes everything afterwards. */
export async function withDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'isomix-bench-'));
  const postgres = await startEmbeddedPostgres({ directory });
  process.env.DATABASE_URL = postgres.url;
  try {
    await migrateDatabase(postgres.url);
    await work(postgres.url);
  } finally {
    await closeBus();
    await closeDatabase();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
