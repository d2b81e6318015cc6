// Where the queues are: BullMQ on PostgreSQL, or on Redis when REDIS_URL is set.
import { createPostgresBackend, createRedisBackend, type WorkerOptions, withBackend } from 'bullmq';
import { QUEUE_TIMES } from './database/pool-times';
import { StudioPool } from './database/studio-pool';
import { directDatabaseUrl } from './database-url';
import { getEnv } from './env';
import type { QueueName } from './jobs/define-job';

/** The schema of the queue's own tables, beside those of the studio in one database. */
const QUEUE_SCHEMA = 'bullmq';

/** Two for each queue; a worker, which listens on one, has as many of its own. */
const CONNECTIONS = 4;

const REDIS_PREFIX = 'isomix';

/*
 * Silence on a Redis connection is found out by whoever sends a command on it: ioredis destroys the socket, dials
 * again and repeats the command. Workers block for up to ten seconds by design, so theirs are given longer.
 */
const REDIS_TIMES = { connectTimeout: 4_000, keepAlive: 10_000 } as const;

const REDIS_SILENCE_MS = 4_000;

const REDIS_BLOCKING_SILENCE_MS = 12_000;

export function openBackend() {
  const { REDIS_URL } = getEnv();
  if (REDIS_URL) {
    const { Queue, Worker } = withBackend(createRedisBackend);
    const base = (socketTimeout: number) => ({
      connection: { url: REDIS_URL, maxRetriesPerRequest: null, socketTimeout, ...REDIS_TIMES },
      prefix: REDIS_PREFIX,
    });
    return {
      queue: (name: QueueName) => new Queue(name, base(REDIS_SILENCE_MS)),
      worker: (name: QueueName, run: Run, more: MoreOptions) =>
        new Worker(name, run, { ...base(REDIS_BLOCKING_SILENCE_MS), ...more }),
      close: async () => undefined,
    };
  }
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const pool = new StudioPool({
    url: directDatabaseUrl(),
    size: CONNECTIONS,
    times: QUEUE_TIMES,
    schema: QUEUE_SCHEMA,
  });
  let closing: Promise<void> | undefined;
  return {
    queue: (name: QueueName) => new Queue(name, { connection: pool }),
    worker: (name: QueueName, run: Run, more: MoreOptions) =>
      new Worker(name, run, { connection: pool, ...more }),
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}

export type Run = (job: { id?: string; name: string }) => Promise<void>;

type MoreOptions = Omit<WorkerOptions, 'connection'>;

export type Backend = ReturnType<typeof openBackend>;
