// The CPU worker: renders exports, as many beside each other as the configuration allows.
import { getEnv } from '@/server/shared/env';
import { renderMixJob } from '@/server/shared/jobs/render-mix';
import { renderMixProcessor } from './render/processor';
import { register } from './runtime/registry';
import { runWorkerProcess } from './runtime/worker-process';

await runWorkerProcess({
  queue: 'cpu',
  concurrency: getEnv().CPU_CONCURRENCY,
  registrations: [register(renderMixJob, renderMixProcessor)],
});
