// From a job as people see it to the events on the socket, one for each project that waits for it.
import { isVisibleJobName } from '@/contract/jobs';
import { type JobEvent, jobEventSchema } from '@/document/wire/events';
import type { JobView } from '@/platform/job-view';

/** None for a kind of job that contract/jobs.ts does not show to browsers. */
export function jobEventsOf({ projectIds, ...view }: JobView): JobEvent[] {
  if (!isVisibleJobName(view.name)) return [];
  return projectIds.map((projectId) => jobEventSchema.parse({ projectId, ...view }));
}
