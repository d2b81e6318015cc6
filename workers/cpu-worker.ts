// The CPU worker: renders exports, reads style sounds and plays stems with them, as many jobs beside each other as the configuration allows.
import { getEnv } from '@/server/shared/env';
import { grainLibraryJob } from '@/server/shared/jobs/grain-library';
import { renderMixJob } from '@/server/shared/jobs/render-mix';
import { restyleStemJob } from '@/server/shared/jobs/restyle-stem';
import { offerStyledStem } from '@/server/shared/styled-stems';
import { renderMixProcessor } from './render/processor';
import { register } from './runtime/registry';
import { runWorkerProcess } from './runtime/worker-process';
import { grainLibraryProcessor } from './style/library-processor';
import { restyleStemProcessor } from './style/restyle-processor';

await runWorkerProcess({
  queue: 'cpu',
  concurrency: getEnv().CPU_CONCURRENCY,
  registrations: [
    register(renderMixJob, renderMixProcessor),
    register(grainLibraryJob, grainLibraryProcessor),
    register(restyleStemJob, restyleStemProcessor, offerStyledStem),
  ],
});
