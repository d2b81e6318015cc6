// How the engine's process and thread are started: from the bundle or, in development and tests, from the source.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { InferenceThreadData } from '@/models/inference/thread-protocol';
import { getEnv } from '@/platform/env';
import { tempDirOf } from '@/platform/storage/temp-folders';
import { childEnvironment } from '../runtime/child-environment';

/**
 * A run of the network takes and returns gigabytes in large blocks. By default glibc gives each back to the system,
 * and having the pages mapped again costs a quarter of the time; this keeps them, on huge pages, in one arena.
 */
const ALLOCATOR: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '4000000000',
  MALLOC_TRIM_THRESHOLD_: '8000000000',
  MALLOC_TOP_PAD_: '67108864',
  GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
};
export const ALLOCATOR_VARIABLES: readonly string[] = Object.keys(ALLOCATOR);

const isBundled = import.meta.url.endsWith('.js');
const engine = new URL(isBundled ? './separation-engine.js' : './engine.ts', import.meta.url);
const thread = new URL(isBundled ? './inference-thread.js' : './inference-thread.ts', import.meta.url);
const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

/** A folder for what the runtime leaves in its temporary folder; the number lets a later worker clear it away. */
function engineTempDir(): string {
  const parent = tempDirOf(getEnv());
  try {
    mkdirSync(parent, { recursive: true });
    return mkdtempSync(path.join(parent, `job-${process.pid}-engine-`));
  } catch {
    // The worker finds out by itself that its disk takes nothing; the engine may start all the same.
    return mkdtempSync(path.join(os.tmpdir(), 'isomix-engine-'));
  }
}

/** Starts the engine. It ends by itself when the channel to this process closes. */
export function startEngine(): ChildProcess {
  const folder = engineTempDir();
  const child = forkEngine(folder);
  child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return child;
}

function forkEngine(TMPDIR: string): ChildProcess {
  return fork(fileURLToPath(engine), [], {
    // What the runtime prints is kept for the report of a crash; stdout belongs to the command line.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // It stores each segment as soon as it is separated.
    env: { ...childEnvironment({ storage: true }), ...ALLOCATOR, TMPDIR },
    ...(isBundled ? { execArgv: [] } : { execArgv: ['--import', 'tsx'], cwd: repositoryRoot }),
  });
}

/** Starts the engine's inference thread, from within the engine. */
export function startInferenceThread(workerData: InferenceThreadData): Worker {
  if (isBundled) return new Worker(thread, { workerData });
  // Threads do not inherit the loader that runs the source.
  const load = `import('tsx/esm/api').then(({ register }) => { register(); return import('${thread.href}'); })`;
  return new Worker(load, { eval: true, workerData });
}
