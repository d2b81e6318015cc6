// From a job as people see it to the events on the socket, one for each project that waits for it.
import { type JobEvent, jobEventSchema } from '@/document/wire/events';
import type { JobView } from '@/platform/job-view';

/** @throws z.ZodError when the job is of a kind that browsers do not know */
export function jobEventsOf({ projectIds, ...view }: JobView): JobEvent[] {
  return projectIds.map((projectId) => jobEventSchema.parse({ projectId, ...view }));
}
