// The heartbeat of a running job: that it is alive, progress at most twice a second, and the order to stop.
import { isSuperseded, type JobProgress, type JobRun, recordHeartbeat, reportJob } from '@/platform/job-run';
import { log } from '@/platform/log';

export interface HeartbeatTimes {
  readonly beatMs: number;
  readonly reportMs: number;
  /** A run that could write no heartbeat for this long has lost its job to another worker, and ends. */
  readonly lostAfterMs: number;
}

/*
 * The dispatcher gives the job to another worker after 35 s of silence. A database that is unavailable to
 * everyone occasionally takes longer, and the work would be discarded for nothing: so a run continues for
 * somewhat longer.
 */
export const HEARTBEAT_TIMES: HeartbeatTimes = { beatMs: 5_000, reportMs: 500, lostAfterMs: 120_000 };

const STOPPED = {
  cancelled: 'The job was cancelled.',
  superseded: 'Another worker has this job now.',
  silent: 'The worker could not reach the database for so long that another one has this job by now.',
  shutdown: 'The worker shuts down.',
} as const;

/** Why a run was stopped; the reason of its abort signal. */
export class RunStopped extends Error {
  constructor(readonly reason: keyof typeof STOPPED) {
    super(STOPPED[reason]);
  }
}

export class RunHeartbeat {
  readonly #controller = new AbortController();
  readonly #beatTimer: NodeJS.Timeout;
  #reportTimer: NodeJS.Timeout | undefined;
  #latest: JobProgress | undefined;
  #shown: JobProgress | undefined;
  #lastWrite = 0;
  #lastSuccess = performance.now();
  /** What is to be written next; a database that is slow to answer gets fewer writes, not a queue of them. */
  #isBeatDue = false;
  #unwritten: JobProgress | undefined;
  /** Writes follow each other, so that progress never runs backwards. */
  #writing: Promise<void> | undefined;
  readonly #times: HeartbeatTimes;

  constructor(
    readonly run: JobRun,
    times: HeartbeatTimes = HEARTBEAT_TIMES,
  ) {
    this.#times = times;
    this.#beatTimer = setInterval(() => this.check(), times.beatMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Writes a heartbeat and checks whether this run still owns the job. */
  check(): void {
    if (performance.now() - this.#lastSuccess > this.#times.lostAfterMs) this.stop('silent');
    this.#isBeatDue = true;
    this.#write();
  }

  report(progress: JobProgress): void {
    this.#latest = progress;
    this.#shown = progress;
    if (this.#reportTimer || this.signal.aborted) return;
    const wait = Math.max(0, this.#lastWrite + this.#times.reportMs - Date.now());
    this.#reportTimer = setTimeout(() => this.#flush(), wait);
  }

  /** Shows another stage, with the progress as it is, until the processor reports again. */
  showStage(stage: string): void {
    this.report({ ...(this.#shown ?? { progress: 0 }), stage });
  }

  /** Stops the processor. */
  stop(reason: RunStopped['reason']): void {
    this.#controller.abort(new RunStopped(reason));
  }

  /** Ends the heartbeat; nothing is written for this run afterwards. */
  async end(): Promise<void> {
    clearInterval(this.#beatTimer);
    clearTimeout(this.#reportTimer);
    this.#latest = undefined;
    this.#unwritten = undefined;
    this.#isBeatDue = false;
    await this.#writing;
  }

  #flush(): void {
    this.#reportTimer = undefined;
    this.#lastWrite = Date.now();
    this.#unwritten = this.#latest;
    this.#write();
  }

  #write(): void {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    while ((this.#isBeatDue || this.#unwritten) && !this.signal.aborted) {
      const progress = this.#unwritten;
      this.#unwritten = undefined;
      this.#isBeatDue = false;
      // Progress is a heartbeat as well.
      await this.#writeOne(() => (progress ? reportJob(this.run, progress) : recordHeartbeat(this.run)));
    }
  }

  async #writeOne(send: () => Promise<boolean>): Promise<void> {
    try {
      if (!(await send())) this.stop((await isSuperseded(this.run)) ? 'superseded' : 'cancelled');
      this.#lastSuccess = performance.now();
    } catch (error) {
      // The database may be unavailable for a moment; the next heartbeat tries again.
      log.warn({ err: error, jobId: this.run.jobId }, 'The heartbeat of a job could not be written.');
    }
  }
}
