// Determines whether a job is watched on this process, for many jobs in one query.
import { setTimeout as pause } from 'node:timers/promises';
import { projectsOfJobs } from '@/platform/job-projects';

/** Places in a queue move by the hundred within a few milliseconds: so long they gather. */
const GATHER_MS = 10;

export class JobAudience {
  readonly #isWatched: (projectId: string) => boolean;
  #asked = new Set<string>();
  #answer: Promise<ReadonlySet<string>> | undefined;

  /** @param isWatched whether a project has watchers on this process */
  constructor(isWatched: (projectId: string) => boolean) {
    this.#isWatched = isWatched;
  }

  /** Whether a project that shows this job is watched here. */
  async hasWatchers(jobId: string): Promise<boolean> {
    this.#asked.add(jobId);
    this.#answer ??= this.#gather();
    return (await this.#answer).has(jobId);
  }

  async #gather(): Promise<ReadonlySet<string>> {
    await pause(GATHER_MS);
    const jobIds = [...this.#asked];
    this.#asked = new Set();
    this.#answer = undefined;
    const rows = await projectsOfJobs(jobIds);
    return new Set(rows.filter(({ projectId }) => this.#isWatched(projectId)).map(({ jobId }) => jobId));
  }
}
