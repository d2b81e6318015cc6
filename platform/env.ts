// The one reader of the environment: every setting, its meaning and its default. Documented in .env.example.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { inputMessages } from '@/contract/input-message';
import { LOG_FORMATS, LOG_LEVELS } from './log-settings';
import { storagePrefixSchema } from './storage/prefix';

const optional = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

/** An address for browsers or clients of HTTP. */
const webAddress = (name: string) =>
  z.url({ protocol: /^https?$/, error: `${name} is an address that begins with http:// or https://.` });

/** What a secret that nobody may guess has at least. */
const MIN_SECRET = 32;

const envSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((dir) => path.resolve(dir)),
  /** Where people reach the studio; sockets accept this origin alone. Defaults to http://localhost:PORT. */
  PUBLIC_URL: optional.pipe(webAddress('PUBLIC_URL').optional()),
  /** Given by the launcher for the embedded server; set it to use a PostgreSQL of your own. */
  DATABASE_URL: optional,
  /** Connections of each process for requests and jobs; others are kept for commits, sweeps and the queue. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  /** PostgreSQL itself, where DATABASE_URL is a pooler that shares sessions out: for LISTEN, the queue and migrations. */
  DIRECT_DATABASE_URL: optional,
  REDIS_URL: optional,
  /** Signs sessions and links. The launcher generates one into DATA_DIR. */
  NEXTAUTH_SECRET: optional.pipe(
    z
      .string()
      .min(
        MIN_SECRET,
        `must have at least ${MIN_SECRET} characters, such as "openssl rand -base64 32" prints`,
      )
      .optional(),
  ),
  GITHUB_ID: optional,
  GITHUB_SECRET: optional,
  GOOGLE_ID: optional,
  GOOGLE_SECRET: optional,
  SEPARATION_MODEL: z.string().default('htdemucs'),
  /** What computes separations; by default the fastest provider that works on this machine. */
  SEPARATION_PROVIDER: z.enum(['auto', 'cuda', 'webgpu', 'cpu']).default('auto'),
  /** A reverse proxy in front sets X-Forwarded-For; without one the header is whatever a client says. */
  TRUST_PROXY: z.stringbool().default(false),
  /** What this instance runs; several instances may share one database and divide the work. */
  ROLES: z
    .string()
    .default('web,separation,cpu')
    .transform((roles) => roles.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['web', 'separation', 'cpu'])).min(1)),
  /** Two by default where there are two cores: the segments of a set are rendered side by side. */
  CPU_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(Math.min(2, availableParallelism())),
  /** A language model that may plan sets: any server of OpenAI's protocol. Without key and URL the rules plan. */
  AUTOMIX_OPENAI_API_KEY: optional,
  AUTOMIX_OPENAI_BASE_URL: optional.pipe(webAddress('AUTOMIX_OPENAI_BASE_URL').optional()),
  AUTOMIX_OPENAI_MODEL: z.string().default('gpt-4o-mini'),
  S3_BUCKET: optional,
  S3_REGION: z.string().default('us-east-1'),
  S3_ENDPOINT: optional,
  S3_ACCESS_KEY_ID: optional,
  S3_SECRET_ACCESS_KEY: optional,
  /** Connections to the bucket at once, for each process. */
  S3_MAX_SOCKETS: z.coerce.number().int().min(1).max(65_535).default(512),
  /** Seconds without a response from the bucket after which a request to it fails. */
  S3_TIMEOUT_S: z.coerce.number().min(0.1).max(600).default(10),
  /** Where browsers reach the bucket: a CDN or proxy in front of it that sends it the bucket's own host name. */
  S3_PUBLIC_URL: optional.pipe(webAddress('S3_PUBLIC_URL').optional()),
  /** Whether browsers fetch audio from the bucket; by default only where S3_PUBLIC_URL says that they reach it. */
  S3_REDIRECT: optional.pipe(z.stringbool().optional()),
  /** Seconds that uploads and downloads under way get to finish when the web process is asked to stop. */
  SHUTDOWN_GRACE_S: z.coerce.number().min(0).max(3600).default(30),
  /** Connections of one web process at once; more are closed as they come. */
  MAX_CONNECTIONS: z.coerce.number().int().min(1).max(1_000_000).default(10_000),
  /** A folder of the bucket that this studio keeps to, so that several can share one. */
  S3_PREFIX: optional.pipe(storagePrefixSchema.optional()),
  /** What the database does not know stays where it is for so many days. */
  STORAGE_MIN_AGE_DAYS: z.coerce.number().min(1).max(3650).default(7),
  /** And then in the trash for so many. */
  STORAGE_TRASH_DAYS: z.coerce.number().min(1).max(3650).default(30),
  /** A sweep that would take more than this share of what there is changes nothing. */
  STORAGE_SWEEP_MAX_PERCENT: z.coerce.number().min(1).max(100).default(20),
  /** The log reads these two itself, because it is there first; here they are checked. */
  LOG_LEVEL: optional.pipe(z.enum(LOG_LEVELS).optional()),
  LOG_FORMAT: optional.pipe(z.enum(LOG_FORMATS).optional()),
});

/** The names of all settings that this schema reads. */
export const SETTING_NAMES: readonly string[] = Object.keys(envSchema.shape);

export type Env = z.infer<typeof envSchema> & { readonly publicUrl: string };

/**
 * Reads and checks the environment.
 * @throws Error with one line per wrong setting
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = envSchema.safeParse(source, { reportInput: true });
  if (!parsed.success) {
    const lines = inputMessages(parsed.error);
    throw new Error(`The configuration is not usable.\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  return { ...env, publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/$/, '') };
}

let cached: Env | undefined;

/** The process's own environment, read once. */
export function getEnv(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}
