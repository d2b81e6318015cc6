// The environment of processes that compute: they reach no database and no bucket, so they get no keys to them.

const SECRETS: ReadonlySet<string> = new Set([
  ...['DATABASE_URL', 'REDIS_URL', 'NEXTAUTH_SECRET', 'GITHUB_SECRET', 'GOOGLE_SECRET'],
  ...['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
]);

/** This process's environment without what only it may know. */
export const childEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !SECRETS.has(name))) as NodeJS.ProcessEnv;
