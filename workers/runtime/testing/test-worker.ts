// A worker process for tests that kill one.

import { runWorkerProcess } from '../worker-process';
import { TEST_TIMES, testSeparation } from './test-processor';

await runWorkerProcess({
  queue: 'separation',
  concurrency: 1,
  registrations: [testSeparation],
  times: TEST_TIMES,
  ...(process.env.TEST_MIN_FREE ? { minFreeBytes: Number(process.env.TEST_MIN_FREE) } : {}),
});
