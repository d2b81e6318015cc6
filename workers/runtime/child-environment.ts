// The environment of processes that compute: they get only the keys that their work needs.

/** Nothing that computes reaches the database or the queue, or signs anything. */
const SECRETS: ReadonlySet<string> = new Set([
  ...[
    'DATABASE_URL',
    'DIRECT_DATABASE_URL',
    'REDIS_URL',
    'NEXTAUTH_SECRET',
    'GITHUB_SECRET',
    'GOOGLE_SECRET',
  ],
]);
const BUCKET_KEYS: ReadonlySet<string> = new Set([
  ...['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
]);

export interface ChildNeeds {
  /** Whether the process stores what it computes; none by default */
  readonly storage?: boolean;
}

/** This process's environment without what the child does not need to know. */
export const childEnvironment = ({ storage = false }: ChildNeeds = {}): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !SECRETS.has(name) && (storage || !BUCKET_KEYS.has(name))),
  ) as NodeJS.ProcessEnv;
