// How the engine's process and thread are started: with an allocator and a temporary folder of their own.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { InferenceThreadData } from '@/models/inference/thread-protocol';
import { getEnv } from '@/platform/env';
import { tempDirOf } from '@/platform/storage/temp-folders';
import { childEnvironment } from '../runtime/child-environment';
import type { TaskProgram } from '../runtime/compute/define-task';
import type { ProgramHost } from '../runtime/compute/program-host';
import { startProcess } from '../runtime/compute/run-in-process';
import { startWorker } from '../runtime/compute/run-in-thread';
import { ENGINE_PROGRAM } from './engine-tasks';

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

const INFERENCE_THREAD: TaskProgram = {
  bundle: 'inference-thread',
  source: 'workers/separation/inference-thread.ts',
};

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
export function startEngine(): ProgramHost {
  const TMPDIR = engineTempDir();
  return startProcess(
    ENGINE_PROGRAM,
    // It stores each segment as soon as it is separated.
    { environment: { ...childEnvironment({ storage: true }), ...ALLOCATOR, TMPDIR }, keepsStderr: true },
    () => rmSync(TMPDIR, { recursive: true, force: true }),
  );
}

/** Starts the engine's inference thread, from within the engine. */
export const startInferenceThread = (data: InferenceThreadData): Worker =>
  startWorker(INFERENCE_THREAD, data);
