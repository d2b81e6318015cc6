// The CPU worker: renders exports, style sounds and sets, as many jobs beside each other as the configuration allows.
import { getEnv } from '@/server/shared/env';
import { CPU_JOBS } from './cpu-jobs';
import { programCheck } from './runtime/fitness-checks';
import { runWorkerProcess } from './runtime/worker-process';

await runWorkerProcess({
  queue: 'cpu',
  concurrency: getEnv().CPU_CONCURRENCY,
  registrations: CPU_JOBS,
  checks: [programCheck(['ffmpeg', 'ffprobe', 'rubberband'])],
});
