// A whole studio for a benchmark: the real processes on a free port and a data folder of their own.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@/platform/free-port';

const run = promisify(execFile);

export interface RunningStudio {
  readonly origin: string;
  /** Runs a command of the command line against this studio; resolves with what it prints. */
  isomix(...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

async function untilReady(studio: ChildProcess): Promise<void> {
  const ended = once(studio, 'exit').then(() => {
    throw new Error('The studio ended before it was ready.');
  });
  const ready = (async () => {
    for await (const chunk of studio.stdout ?? []) if (String(chunk).includes('is ready')) return;
  })();
  await Promise.race([ready, ended]);
  studio.stdout?.resume();
}

export async function startStudio(): Promise<RunningStudio> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'isomix-bench-studio-'));
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir };
  const studio = spawn('node', ['server/launch/start.mjs'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await untilReady(studio);
  return {
    origin: `http://localhost:${port}`,
    isomix: async (...args) =>
      (await run('node', ['server/launch/isomix.mjs', ...args], { env })).stdout.trim(),
    async stop() {
      const exited = once(studio, 'exit');
      studio.kill('SIGTERM');
      await exited;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
