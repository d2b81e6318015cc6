// The CPU worker: renders exports, style sounds and sets, as many jobs beside each other as the configuration allows.
// One of all CPU workers also sweeps the storage.
import { getEnv } from '@/server/shared/env';
import { PROGRAMS_OF_ROLE } from '@/server/shared/media/installed';
import { startSweeper } from '@/server/shared/retention/sweeper';
import { startTemporarySweeper } from '@/server/shared/retention/temporary';
import { guardStorageOrExit } from '@/server/shared/storage-tie/guard';
import { CPU_JOBS } from './cpu-jobs';
import { programCheck } from './runtime/fitness-checks';
import { runWorkerProcess } from './runtime/worker-process';

await guardStorageOrExit();
await runWorkerProcess({
  queue: 'cpu',
  concurrency: getEnv().CPU_CONCURRENCY,
  registrations: CPU_JOBS,
  checks: [programCheck(PROGRAMS_OF_ROLE.cpu)],
  companions: [startSweeper, startTemporarySweeper],
});
