// The clock of rehearsal rooms: the database's, as this process knows it, so that all processes of a studio agree.
import {
  type ClockFit,
  fitClock,
  MIN_TRIPS,
  type RoundTrip,
  remoteTime,
  withTrip,
} from '@/contract/rehearsal/clock-estimate';
import { getPool } from '@/platform/database/client';
import { log } from '@/platform/log';

const READ_EVERY_MS = 5_000;
/** What is learnt anew moves the clock no faster than that, in milliseconds per millisecond: nobody hears 0.2 per mille. */
const MAX_SLEW = 2e-4;
/** Beyond that somebody has set the clock of the database: then everybody jumps at once. */
const STEP_MS = 200;

/** Reads the database's clock, in milliseconds. */
async function readDatabaseClock(): Promise<number> {
  const { rows } = await getPool().query<{ ms: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
  );
  return rows[0]?.ms ?? Number.NaN;
}

export class RoomClock {
  #trips: readonly RoundTrip[] = [];
  #fit: ClockFit | null = null;
  /** What the clock shows more than this process's, and since when. */
  #shown: { readonly offsetMs: number; readonly atMs: number } | null = null;
  #timer: NodeJS.Timeout | undefined;
  readonly #read: () => Promise<number>;

  /** @param read the clock that all processes share, in milliseconds */
  constructor(read: () => Promise<number> = readDatabaseClock) {
    this.#read = read;
  }

  /** Resolves once the clock is known. @throws Error when it cannot be read */
  async start(): Promise<void> {
    for (let i = 0; i < MIN_TRIPS; i++) await this.measure();
    this.#timer = setInterval(() => {
      this.measure().catch((error: unknown) =>
        log.warn({ err: error }, 'The clock of the rehearsal rooms could not be compared with the database.'),
      );
    }, READ_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Compares once more. */
  async measure(): Promise<void> {
    const sentMs = performance.now();
    const remoteMs = await this.#read();
    this.#trips = withTrip(this.#trips, { sentMs, remoteMs, receivedMs: performance.now() });
    this.#fit = fitClock(this.#trips) ?? this.#fit;
  }

  /** The moment in milliseconds since 1970; it never jumps by less than STEP_MS. */
  now(): number {
    const localMs = performance.now();
    const wanted = (this.#fit ? remoteTime(this.#fit, localMs) : Date.now()) - localMs;
    const before = this.#shown;
    if (!before || !this.#fit || Math.abs(wanted - before.offsetMs) > STEP_MS) {
      this.#shown = { offsetMs: wanted, atMs: localMs };
      return localMs + wanted;
    }
    const most = MAX_SLEW * (localMs - before.atMs);
    const offsetMs = before.offsetMs + Math.min(most, Math.max(-most, wanted - before.offsetMs));
    this.#shown = { offsetMs, atMs: localMs };
    return localMs + offsetMs;
  }
}
