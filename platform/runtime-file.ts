// runtime.json in the data folder: how the command line finds the instance that runs on it.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const runtimeSchema = z.object({
  url: z.string(),
  databaseUrl: z.string(),
  /** Process ids by name; the supervisor is always among them. */
  processes: z.record(z.string(), z.number().int().positive()),
});

/**
 * The state that a running instance publishes. The database URL contains a password: only the owner may read
 * the file.
 */
export type Runtime = z.infer<typeof runtimeSchema>;

const fileOf = (dataDir: string): string => path.join(dataDir, 'runtime.json');

/** Replaces the file in one step, so that a reader never sees half of it. */
export function writeRuntime(dataDir: string, runtime: Runtime): void {
  const temporary = `${fileOf(dataDir)}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(runtime, null, 2), { mode: 0o600 });
  renameSync(temporary, fileOf(dataDir));
}

export function removeRuntime(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

/** What the latest instance on this folder wrote, running or killed; null after a clean stop. */
export function readRuntime(dataDir: string): Runtime | null {
  const file = fileOf(dataDir);
  if (!existsSync(file)) return null;
  return runtimeSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
