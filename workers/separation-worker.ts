// The separation worker: one song at a time, on the GPU where there is one.

import type { SeparationModel } from '@/contract/separation-models';
import { isInstalled } from '@/models/model-file';
import { listModels } from '@/models/registry';
import { getEnv } from '@/platform/env';
import { separationJob } from '@/platform/jobs/separation';
import { log } from '@/platform/log';
import { PROGRAMS_OF_ROLE } from '@/platform/media/installed';
import { startTemporarySweeper } from '@/platform/retention/temporary';

import { publishStemsToProjects } from '@/platform/stem-results';
import { guardStorageOrExit } from '@/platform/storage-tie/guard';
import { programCheck } from './runtime/fitness-checks';
import { register } from './runtime/registry';
import { runWorkerProcess } from './runtime/worker-process';
import { engineCheck, modelCheck } from './separation/fitness';
import { separationEngine, separationProcessor } from './separation/processor';

/** How often the installed models are listed: an operator may add one while the worker runs. */
const CHECK_INTERVAL_MS = 15_000;

let models: readonly SeparationModel[] = [];

async function installedModels(): Promise<void> {
  const { DATA_DIR: dataDir } = getEnv();
  try {
    const known = await listModels(dataDir);
    const there = await Promise.all(known.map((manifest) => isInstalled(manifest, dataDir)));
    models = known
      .filter((_, index) => there[index])
      .map(({ id, title, licence, stems }) => ({ id, title, licence, stems: [...stems] }));
  } catch (error) {
    log.warn({ err: error }, 'The installed models could not be listed.');
  }
}

await guardStorageOrExit();
await installedModels();
setInterval(() => void installedModels(), CHECK_INTERVAL_MS).unref();

await runWorkerProcess({
  queue: 'separation',
  concurrency: 1,
  services: [startTemporarySweeper],
  registrations: [register(separationJob, separationProcessor, publishStemsToProjects)],
  checks: [programCheck(PROGRAMS_OF_ROLE.separation), modelCheck, engineCheck],
  details: () => ({
    model: getEnv().SEPARATION_MODEL,
    provider: separationEngine.provider,
    models: models.map((model) => ({ ...model, stems: [...model.stems] })),
  }),
});
