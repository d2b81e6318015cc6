// The separation worker: one song at a time, on the GPU where there is one.
import { getEnv } from '@/server/shared/env';
import { separationJob } from '@/server/shared/jobs/separation';
import { offerStemsToAllProjects } from '@/server/shared/stem-results';
import { register } from './runtime/registry';
import { runWorkerProcess } from './runtime/worker-process';
import { separationEngine, separationProcessor } from './separation/processor';

await runWorkerProcess({
  queue: 'separation',
  concurrency: 1,
  registrations: [register(separationJob, separationProcessor, offerStemsToAllProjects)],
  details: () => ({ model: getEnv().SEPARATION_MODEL, provider: separationEngine.provider }),
});

try {
  // Known before the first song comes, so that /health can tell it.
  await separationEngine.probe();
} catch (error) {
  console.error('What will run the separation could not be found out.', error);
}
