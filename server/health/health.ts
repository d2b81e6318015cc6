// Checks every part of the studio: database, queue, storage, the loops of this process, and its workers.
import type { Health, Readiness } from '@/contract/http/instance';
import { clockDifference } from '@/platform/clocks';
import { clockOffsetMs } from '@/platform/database/clock';
import { withDeadline } from '@/platform/deadline';
import { log } from '@/platform/log';
import { type LoopState, readLoops } from '@/platform/loop-watch';
import { getQueue, QUEUE_NAMES } from '@/platform/queue';
import { getStorage } from '@/platform/storage';
import { listWorkers, type WorkerStatus } from '@/platform/worker-heartbeat';
import packageJson from '../../package.json' with { type: 'json' };
import { Cached } from './cached';

/** A part that takes longer than this to answer counts as unavailable. */
const TIMEOUT_MS = 2_000;
/** Anybody may ask: however often that is, the database is asked once a second. */
const TTL_MS = 1_000;
/** Calls to the storage may cost money. */
const STORAGE_TTL_MS = 10_000;
/** No object has this name; that the storage says so is all that is asked. */
const PROBE_KEY = 'health/probe';
/** Without this loop no edit is committed. */
const VITAL_LOOP = 'storing edits';

type Part = 'ok' | 'error';

/** `ok`, or `error` with the reason in the log: a health check is read by machines and shown to anybody. */
async function check(part: string, work: () => Promise<unknown>): Promise<Part> {
  try {
    await withDeadline(`The ${part}`, TIMEOUT_MS, work());
    return 'ok';
  } catch (error) {
    log.error({ err: error }, `Health: the ${part} does not answer.`);
    return 'error';
  }
}

/** Worker processes come and go under new ids: a dead one counts only while no living one took its place. */
function shown(lives: readonly WorkerStatus[]): Health['workers'] {
  const living = new Set(lives.filter(({ alive }) => alive).map(({ kind }) => kind));
  return lives
    .filter(({ kind, alive }) => alive || !living.has(kind))
    .map(({ kind, alive, details: { pid: _pid, ...rest } }) => ({ ...rest, kind, alive }));
}

interface Findings {
  readonly database: Part;
  readonly queue: Part;
  readonly storage: Part;
  /** How far the database's clock is ahead of ours. */
  readonly clockOffsetMs: number;
  readonly loops: readonly LoopState[];
  readonly workers: Health['workers'];
}

const isVital = ({ name, isStuck }: LoopState): boolean => isStuck && name === VITAL_LOOP;

/** One message for each unhealthy part. */
function failures({ database, queue, storage, clockOffsetMs, loops, workers }: Findings): string[] {
  const parts = [
    ['database', database],
    ['job queue', queue],
    ['audio storage', storage],
  ] as const;
  const clocks = clockDifference(clockOffsetMs);
  const missing = QUEUE_NAMES.filter((name) => !workers.some(({ kind, alive }) => kind === name && alive));
  return [
    ...parts.filter(([, state]) => state === 'error').map(([name]) => `The ${name} does not answer.`),
    ...(clocks === null
      ? []
      : [
          `The clock of the database is ${clocks} that of this web process: links of other processes count as expired.`,
        ]),
    ...loops
      .filter(({ isStuck }) => isStuck)
      .map(({ name, waitingS }) => `This web process has not got on with ${name} for ${waitingS} s.`),
    // The workers are unknown without the database.
    ...(database === 'ok' ? missing.map((name) => `No ${name} worker is responding.`) : []),
    ...workers
      .filter(({ alive, stuck }) => alive && stuck?.length)
      .map(({ kind, stuck }) => `A ${kind} process does not get on with ${stuck?.join(', ')}.`),
    ...workers
      .filter(({ alive, problem }) => alive && problem)
      .map(({ kind, problem }) => `A ${kind} worker takes no jobs: ${problem}`),
  ];
}

const storageState = new Cached(STORAGE_TTL_MS, () =>
  check('audio storage', () => getStorage().stat(PROBE_KEY)),
);

async function measure(): Promise<Health> {
  let lives: WorkerStatus[] = [];
  let offsetMs = 0;
  const [database, queue, storage] = await Promise.all([
    check('database', async () => {
      offsetMs = await clockOffsetMs();
      lives = await listWorkers();
    }),
    check('job queue', () => getQueue('cpu').enqueued()),
    storageState.read(),
  ]);
  const loops = readLoops();
  const workers = shown(lives);
  const ill = failures({ database, queue, storage, clockOffsetMs: offsetMs, loops, workers });
  const isBroken = database === 'error' || loops.some(isVital);
  return {
    status: isBroken ? 'error' : ill.length > 0 ? 'degraded' : 'ok',
    database,
    queue,
    storage,
    loops: loops.map(({ name, isStuck, waitingS }) => ({
      name,
      status: isStuck ? 'stuck' : 'ok',
      waiting_s: waitingS,
    })),
    ill,
    workers,
    version: packageJson.version,
  };
}

const state = new Cached(TTL_MS, measure);

/** The state of the instance, as GET /health answers it; at most a second old. */
export const readHealth = (): Promise<Health> => state.read();

/** Whether this process can serve people, as GET /health/ready answers it: it reads, and stores what they do. */
export async function readReadiness(): Promise<Readiness> {
  const { status, ill } = await readHealth();
  const ready = { ok: 'ready', degraded: 'degraded', error: 'unavailable' } as const;
  return { status: ready[status], ill };
}
