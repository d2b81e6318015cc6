// Looks at every part the studio needs: database, queue, and a living worker of each kind.

import { getPrisma } from '@/server/shared/database/client';
import { log } from '@/server/shared/log';
import { getQueue, QUEUE_NAMES } from '@/server/shared/queue';
import { listWorkers, type WorkerLife } from '@/server/shared/worker-heartbeat';
import packageJson from '../../package.json' with { type: 'json' };
import type { Health } from './schemas';

/** A part that takes longer than this to answer is as good as gone. */
const PATIENCE_MS = 2_000;

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('It did not answer in time.')), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `ok`, or `error` with the reason in the log: a health check is read by machines and shown to anybody. */
async function check(part: string, work: () => Promise<unknown>): Promise<'ok' | 'error'> {
  try {
    await withinPatience(work());
    return 'ok';
  } catch (error) {
    log.error({ err: error }, `Health: the ${part} does not answer.`);
    return 'error';
  }
}

/** Worker processes come and go under new ids: a dead one counts only while no living one took its place. */
function shown(lives: readonly WorkerLife[]): Health['workers'] {
  const living = new Set(lives.filter(({ alive }) => alive).map(({ kind }) => kind));
  return lives
    .filter(({ kind, alive }) => alive || !living.has(kind))
    .map(({ kind, alive, details: { pid: _pid, ...rest } }) => ({ ...rest, kind, alive }));
}

function summary(database: string, queue: string, workers: Health['workers']): Health['status'] {
  if (database === 'error' || queue === 'error') return 'error';
  const isComplete = QUEUE_NAMES.every((name) => workers.some(({ kind, alive }) => kind === name && alive));
  return isComplete ? 'ok' : 'degraded';
}

/** The state of the instance, as GET /health answers it. */
export async function readHealth(): Promise<Health> {
  let lives: WorkerLife[] = [];
  const [database, queue] = await Promise.all([
    check('database', async () => {
      await getPrisma().$queryRaw`SELECT 1`;
      lives = await listWorkers();
    }),
    check('queue', () => getQueue('cpu').carried()),
  ]);
  const workers = shown(lives);
  return {
    status: summary(database, queue, workers),
    database,
    queue,
    workers,
    version: packageJson.version,
  };
}
