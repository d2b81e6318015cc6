// The environment of child processes: it contains only the secrets that their work needs.

/** Child processes use neither the database nor the queue, and sign nothing. */
const SECRETS: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'DIRECT_DATABASE_URL',
  'REDIS_URL',
  'NEXTAUTH_SECRET',
  'GITHUB_SECRET',
  'GOOGLE_SECRET',
]);
const BUCKET_KEYS: ReadonlySet<string> = new Set([
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
]);

export interface ChildNeeds {
  /** Whether the process stores what it computes; none by default */
  readonly storage?: boolean;
}

/** This process's environment without the secrets that the child does not need. */
export const childEnvironment = ({ storage = false }: ChildNeeds = {}): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !SECRETS.has(name) && (storage || !BUCKET_KEYS.has(name))),
  ) as NodeJS.ProcessEnv;
