// The environment of processes that compute: none reaches the database, and only those that store get the bucket's keys.

const SECRETS: ReadonlySet<string> = new Set([
  ...[
    'DATABASE_URL',
    'DIRECT_DATABASE_URL',
    'REDIS_URL',
    'NEXTAUTH_SECRET',
    'GITHUB_SECRET',
    'GOOGLE_SECRET',
  ],
  ...['AUTOMIX_OPENAI_API_KEY'],
]);
const STORAGE_SECRETS: ReadonlySet<string> = new Set([
  ...['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  ...['AWS_SESSION_TOKEN'],
]);

/**
 * This process's environment without what only it may know.
 * @param stores whether the process writes to the storage itself
 */
export const childEnvironment = ({ stores = false } = {}): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !SECRETS.has(name) && (stores || !STORAGE_SECRETS.has(name)),
    ),
  ) as NodeJS.ProcessEnv;
