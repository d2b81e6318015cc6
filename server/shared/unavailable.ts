// A part that the studio depends on is away: distinct from a defect, since the same request succeeds a little later.

/** What the studio depends on. */
export type Dependency = 'database' | 'queue' | 'storage';

const SENTENCES: Record<Dependency, string> = {
  database: 'The database does not answer at the moment; please try again shortly.',
  queue: 'The job queue does not answer at the moment; please try again shortly.',
  storage: 'The audio storage does not answer at the moment; please try again shortly.',
};

/** A dependency does not answer. The message is one sentence for the person. */
export class UnavailableError extends Error {
  constructor(
    readonly dependency: Dependency,
    options?: ErrorOptions,
  ) {
    super(SENTENCES[dependency], options);
  }
}
