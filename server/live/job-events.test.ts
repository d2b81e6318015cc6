// From a job to the events that browsers receive about it.
import { expect, it } from 'vitest';
import { VISIBLE_JOB_NAMES } from '@/contract/jobs';
import type { JobView } from '@/platform/job-view';
import { JOB_NAMES } from '@/platform/jobs/all-jobs';
import { jobEventsOf } from './job-events';

const view: JobView = {
  jobId: 'job',
  name: 'separation',
  state: 'running',
  stage: 'separating',
  progress: 0.5,
  queuePosition: null,
  etaS: 1,
  error: null,
  mixId: null,
  stemId: null,
  partialResult: null,
  projectIds: ['one', 'two'],
};

it('jobEventsOf, for each kind of job, tells its projects of visible kinds alone', () => {
  for (const name of JOB_NAMES) {
    const isVisible = VISIBLE_JOB_NAMES.some((visible) => visible === name);
    const projects = jobEventsOf({ ...view, name }).map(({ projectId }) => projectId);
    expect(projects).toEqual(isVisible ? ['one', 'two'] : []);
  }
});
