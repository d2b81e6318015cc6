// The separation worker: one song at a time, on the GPU where there is one.
import { separationJob } from '@/server/shared/jobs/separation';
import { offerStemsToAllProjects } from '@/server/shared/stem-results';
import { register } from './runtime/registry';
import { runWorkerProcess } from './runtime/worker-process';
import { separationProcessor } from './separation/processor';

await runWorkerProcess({
  queue: 'separation',
  concurrency: 1,
  registrations: [register(separationJob, separationProcessor, offerStemsToAllProjects)],
});
