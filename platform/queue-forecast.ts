// Forecasts of a queue: the position of every waiting job and the seconds until it is done.
import { getPrisma } from './database/client';
import { fairOrder } from './job-order';
import type { QueueName } from './jobs/define-job';
import { PacedReading } from './paced-reading';
import { LIVE_WITHIN_S } from './worker-heartbeat';

/** By job id. `etaS` is null while nothing of the kind has finished yet, and while no worker takes such jobs. */
export type QueueForecast = ReadonlyMap<
  string,
  { readonly position: number; readonly etaS: number | null; readonly isServed?: false }
>;

interface Work {
  readonly id: string;
  readonly name: string;
  /** Length of its song; null when neither the input nor an asset says. */
  readonly audioS: number | null;
  /** What its own worker says is left, for a running job. */
  readonly etaS: number | null;
}

/** A job that is postponed neither runs nor waits for its turn. */
interface LiveWork extends Work {
  readonly isRunning: boolean;
}

export interface QueuePace {
  readonly running: readonly Work[];
  /** In the order of their turns. */
  readonly waiting: readonly Work[];
  /** Seconds of work per second of audio, by job name. */
  readonly pace: ReadonlyMap<string, number>;
  /** How many jobs run beside each other. */
  readonly slots: number;
}

/** Predicts when each waiting job will be done, from what runs, what waits ahead of it, and how fast such jobs were. */
export function predictQueue({ running, waiting, pace, slots }: QueuePace): QueueForecast {
  const costOf = (job: Work): number | null => {
    const rate = pace.get(job.name);
    return rate === undefined || job.audioS === null ? null : rate * job.audioS;
  };
  const sum = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? null : a + b;
  let ahead = running.map((job) => job.etaS ?? costOf(job)).reduce(sum, 0);
  const forecast = new Map<string, { position: number; etaS: number | null; isServed?: false }>();
  const hasWorkers = slots > 0;
  for (const [index, job] of waiting.entries()) {
    const own = costOf(job);
    const etaS = ahead === null || own === null || !hasWorkers ? null : ahead / slots + own;
    forecast.set(
      job.id,
      hasWorkers ? { position: index + 1, etaS } : { position: index + 1, etaS, isServed: hasWorkers },
    );
    ahead = sum(ahead, own);
  }
  return forecast;
}

type RecentPace = Pick<QueuePace, 'pace' | 'slots'>;

/** More waiting jobs than anybody is shown the place of. */
const LONGEST_QUEUE = 10_000;
/** The pace is the median of this many finished jobs. */
const RECENT = 40;

async function readPace(queue: QueueName): Promise<RecentPace> {
  const db = getPrisma();
  const [finished, slots] = await Promise.all([
    db.$queryRaw<{ name: string; pace: number }[]>`
      SELECT "name", percentile_cont(0.5) WITHIN GROUP (ORDER BY "wallS" / "audioS") AS "pace"
      FROM (
        SELECT job."name", extract(epoch FROM job."finishedAt" - job."startedAt")::float8 AS "wallS",
          coalesce((job."input"->>'lengthSamples')::float8 / nullif((job."input"->>'sampleRate')::float8, 0),
            asset."durationS") AS "audioS"
        FROM "Job" job LEFT JOIN "Asset" asset ON asset."sha256" = job."input"->>'sha256'
        WHERE job."queue" = ${queue} AND job."state" = 'done'
        ORDER BY job."createdAt" DESC LIMIT ${RECENT}) recent
      WHERE "audioS" > 0 GROUP BY "name"`,
    db.$queryRaw<{ slots: number }[]>`
      SELECT coalesce(sum(("details"->>'concurrency')::int), 0)::int AS "slots" FROM "Heartbeat"
      WHERE "kind" = ${queue} AND "lastSeen" > timezone('UTC', clock_timestamp()) - make_interval(secs => ${LIVE_WITHIN_S})`,
  ]);
  return { pace: new Map(finished.map((kind) => [kind.name, kind.pace])), slots: slots[0]?.slots ?? 0 };
}

/** Reads the state of a queue and predicts it. */
async function readForecast(queue: QueueName): Promise<QueueForecast> {
  const db = getPrisma();
  const [order, live, { pace, slots }] = await Promise.all([
    fairOrder(db, queue, LONGEST_QUEUE),
    db.$queryRaw<LiveWork[]>`
      SELECT job."id", job."name", job."etaS", job."state" = 'running' AS "isRunning",
        coalesce((job."input"->>'lengthSamples')::float8 / nullif((job."input"->>'sampleRate')::float8, 0),
          asset."durationS") AS "audioS"
      FROM "Job" job LEFT JOIN "Asset" asset ON asset."sha256" = job."input"->>'sha256'
      WHERE job."queue" = ${queue} AND job."state" IN ('queued', 'running')`,
    readPace(queue),
  ]);
  const byId = new Map(live.map((job) => [job.id, job]));
  const waiting = order.flatMap((job) => byId.get(job.id) ?? []);
  const waitingIds = new Set(order.map((job) => job.id));
  return predictQueue({
    running: live.filter((job) => job.isRunning && !waitingIds.has(job.id)),
    waiting,
    pace,
    slots,
  });
}

/** One shared reading per queue. */
function sharedReading<Value>(read: (queue: QueueName) => Promise<Value>) {
  const readings = new Map<QueueName, PacedReading<Value>>();
  return (queue: QueueName): PacedReading<Value> => {
    const reading = readings.get(queue) ?? new PacedReading(() => read(queue));
    readings.set(queue, reading);
    return reading;
  };
}

const forecastOf = sharedReading(readForecast);
const paceOf = sharedReading(readPace);

/**
 * How fast the jobs of a queue were of late: seconds of work per second of audio by name, and jobs beside each other.
 * Shared by all who ask in this process.
 */
export const recentPace = (queue: QueueName): Promise<RecentPace> => paceOf(queue).get();

/**
 * The forecast of a queue, shared by all who ask in this process: a hundred waiting jobs cost one look at the queue.
 * @param jobIds waiting jobs that were read before this call; an forecast that does not know them is not used
 * @param since by `performance.now()`: nothing read earlier is used; left out, half a second at most may have passed
 */
export async function queueForecast(
  queue: QueueName,
  jobIds: readonly string[] = [],
  since?: number,
): Promise<QueueForecast> {
  const asked = performance.now();
  const forecast = await forecastOf(queue).get(since);
  return jobIds.every((id) => forecast.has(id)) ? forecast : forecastOf(queue).get(asked);
}
