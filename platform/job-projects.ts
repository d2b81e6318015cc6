// Which projects show which jobs, by the rows that each kind of job names.
import { getPool } from './database/client';
import { ALL_JOBS, type JobName, jobNamed } from './jobs/all-jobs';
import type { ShownAs, Visibility } from './jobs/define-job';

export interface JobInProject {
  readonly jobId: string;
  readonly projectId: string;
}

/** One branch per column: several kinds of job may be shown by the same rows. */
const ROWS: readonly Visibility[] = [
  ...new Map(
    ALL_JOBS.flatMap(({ visibleTo }) => visibleTo).map((rows) => [`${rows.from} ${rows.jobColumn}`, rows]),
  ).values(),
];

const PROJECTS_OF_JOBS = ROWS.map(
  ({ from, jobColumn }) => `SELECT "${jobColumn}" AS "jobId", "projectId" FROM ${from}
    WHERE "${jobColumn}" = ANY($1) AND "projectId" IS NOT NULL`,
).join('\nUNION ALL ');

/** Every project that shows one of these jobs; a job is there once for each row that leads to the project. */
export async function projectsOfJobs(jobIds: readonly string[]): Promise<JobInProject[]> {
  if (jobIds.length === 0) return [];
  const { rows } = await getPool().query<JobInProject>({
    name: 'projects-of-jobs',
    text: PROJECTS_OF_JOBS,
    values: [jobIds],
  });
  return rows;
}

/** The projects that show a job of this name in one way, each once; none where such jobs are not shown so. */
export async function projectsShowing(jobId: string, name: JobName, as: ShownAs): Promise<string[]> {
  const rows = jobNamed(name)?.visibleTo.filter((each) => each.as === as) ?? [];
  if (rows.length === 0) return [];
  const text = rows.map(
    ({ from, jobColumn }) =>
      `SELECT "projectId" FROM ${from} WHERE "${jobColumn}" = $1 AND "projectId" IS NOT NULL`,
  );
  const found = await getPool().query<{ projectId: string }>({
    name: `projects-showing-${name}-as-${as}`,
    text: text.join('\nUNION '),
    values: [jobId],
  });
  return found.rows.map(({ projectId }) => projectId);
}

const shownJobs = ({ from, jobColumn, showsFailure }: Visibility, name: string): string =>
  `SELECT "Job"."id" FROM ${from} JOIN "Job" ON "Job"."id" = "${jobColumn}"
    WHERE "projectId" = $1 AND "Job"."name" = '${name}'
      AND "Job"."state" IN ('queued', 'running'${showsFailure ? ", 'failed'" : ''})`;

const SHOWN_JOBS = ALL_JOBS.flatMap(({ name, visibleTo }) =>
  visibleTo.filter((rows) => rows.as === 'job').map((rows) => shownJobs(rows, name)),
).join('\nUNION ');

/** The ids of the jobs that whoever opens a project is shown: those that wait or run, and some that have failed. */
export async function shownJobIds(projectId: string): Promise<string[]> {
  const { rows } = await getPool().query<{ id: string }>({
    name: 'shown-jobs-of-project',
    text: SHOWN_JOBS,
    values: [projectId],
  });
  return rows.map(({ id }) => id);
}
