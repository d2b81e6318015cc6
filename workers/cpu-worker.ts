// The CPU worker: renders exports, style sounds and sets, as many jobs at once as the configuration allows.
// One of all CPU workers also sweeps the storage.
import { getEnv } from '@/platform/env';
import { PROGRAMS_OF_ROLE } from '@/platform/media/installed';
import { startSweeper } from '@/platform/retention/sweeper';
import { startTemporarySweeper } from '@/platform/retention/temporary';
import { guardStorageOrExit } from '@/platform/storage-tie/guard';
import { CPU_JOBS } from './cpu-jobs';
import { programCheck } from './runtime/fitness-checks';
import { runWorkerProcess } from './runtime/worker-process';

await guardStorageOrExit();
await runWorkerProcess({
  queue: 'cpu',
  concurrency: getEnv().CPU_CONCURRENCY,
  registrations: CPU_JOBS,
  checks: [programCheck(PROGRAMS_OF_ROLE.cpu)],
  services: [startSweeper, startTemporarySweeper],
});
