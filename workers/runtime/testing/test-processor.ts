// A separation for tests, without any audio: the model id of a job says how it goes.
import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type SeparationInput, type SeparationResult, separationJob } from '@/platform/jobs/separation';
import { publishStemsToProjects } from '@/platform/stem-results';
import { StorageFullError } from '@/platform/storage/storage';
import { TEST_STEMS } from '@/platform/testing/rows';
import { UnavailableError } from '@/platform/unavailable';
import type { JobContext } from '../job-context';
import { JobFailure } from '../job-failure';
import { register } from '../registry';
import type { WorkerSetup } from '../run-worker';

type Context = JobContext<SeparationInput>;

const STEPS = 12;
const STEP_MS = 60;

async function work({ signal, report }: Context): Promise<void> {
  for (let step = 1; step <= STEPS; step++) {
    await delay(STEP_MS, undefined, { signal });
    report({ stage: 'separating', progress: step / STEPS, etaS: ((STEPS - step) * STEP_MS) / 1000 });
  }
}

const BEHAVIOUR: Record<string, (context: Context) => Promise<void>> = {
  quick: async () => undefined,
  works: work,
  never_ends: ({ signal }) => delay(3_600_000, undefined, { signal }),
  refuses: () => Promise.reject(new JobFailure('There is no sound in this file.', false)),
  has_a_defect: () => Promise.reject(new TypeError('secret insides')),
  fills_the_disk: () => Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' })),
  fills_the_storage: () => Promise.reject(new StorageFullError()),
  fails_once: async ({ jobId, storage }) => {
    if (await storage.stat(`tried/${jobId}`)) return;
    await storage.put(`tried/${jobId}`, Buffer.from('once'));
    throw new JobFailure('The storage is unavailable.', true);
  },
  storage_away: () => Promise.reject(new UnavailableError('storage')),
  /** Needs 8 MiB of the worker's own disk, a little later than its beginning. */
  needs_room: async ({ workDir, signal }) => {
    await delay(STEP_MS, undefined, { signal });
    await writeFile(path.join(workDir, 'room'), Buffer.alloc(8 * 2 ** 20, 1));
  },
  lies: async () => undefined,
};

async function separateNothing(context: Context): Promise<SeparationResult> {
  const mark = path.join(context.workDir, 'scratch');
  await writeFile(mark, 'scratch');
  await access(mark);
  const { modelId } = context.input;
  await BEHAVIOUR[modelId.replace(/_\d+$/, '')]?.(context);
  return { ...TEST_STEMS, model: modelId, stems: modelId === 'lies' ? [] : TEST_STEMS.stems };
}

export const testSeparation = register(separationJob, separateNothing, publishStemsToProjects);

/** Locks short enough for a test that kills a worker, long enough for a busy machine. */
export const TEST_TIMES: NonNullable<WorkerSetup['times']> = {
  queue: { lockMs: 3_000, stalledCheckMs: 500 },
  heartbeat: { beatMs: 300, reportMs: 100, lostAfterMs: 30_000 },
};
