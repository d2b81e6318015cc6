// Finds out whether anybody on this process watches a job, for many jobs in one query.
import { setTimeout as pause } from 'node:timers/promises';
import { getPool } from '@/platform/database/client';

/** Places in a queue move by the hundred within a few milliseconds: so long they gather. */
const GATHER_MS = 10;

/** Every project that shows a job: as its song, an export, a played stem, a track or a part of a set. */
const PROJECTS = `
SELECT s."separationId" AS "jobId", s."projectId" FROM "Song" s WHERE s."separationId" = ANY($1)
UNION ALL SELECT m."jobId", m."projectId" FROM "Mix" m WHERE m."jobId" = ANY($1)
UNION ALL SELECT r."jobId", r."projectId" FROM "Restyle" r WHERE r."jobId" = ANY($1)
UNION ALL SELECT t."analysisId", t."projectId" FROM "Track" t WHERE t."analysisId" = ANY($1)
UNION ALL SELECT j."jobId", d."projectId" FROM "DjSetJob" j JOIN "DjSet" d ON d.id = j."setId"
  WHERE j."jobId" = ANY($1) AND d."projectId" IS NOT NULL`;

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
    const { rows } = await getPool().query<{ jobId: string; projectId: string }>({
      name: 'projects-of-jobs',
      text: PROJECTS,
      values: [jobIds],
    });
    return new Set(rows.filter(({ projectId }) => this.#isWatched(projectId)).map(({ jobId }) => jobId));
  }
}
