// The pulse of a running job: signs of life, progress at most twice a second, and the order to stop.
import { beatJob, isSuperseded, type JobProgress, type JobRun, reportJob } from '@/platform/job-run';
import { log } from '@/platform/log';

export interface PulseTimes {
  readonly beatMs: number;
  readonly reportMs: number;
  /** A run that could write no sign of life for this long has lost its job to another worker, and ends. */
  readonly lostAfterMs: number;
}

/*
 * The dispatcher gives the job to another worker after 35 s of silence. A database that is away for everybody takes
 * longer now and then, and the work would be thrown away for nothing: so a run holds out for somewhat longer.
 */
export const PULSE_TIMES: PulseTimes = { beatMs: 5_000, reportMs: 500, lostAfterMs: 120_000 };

const STOPPED = {
  cancelled: 'The job was called off.',
  superseded: 'Another worker has this job now.',
  silent: 'The worker could not reach the database for so long that another one has this job by now.',
  shutdown: 'The worker shuts down.',
} as const;

/** Why a run was told to stop; the reason of its abort signal. */
export class RunStopped extends Error {
  constructor(readonly reason: keyof typeof STOPPED) {
    super(STOPPED[reason]);
  }
}

export class RunPulse {
  readonly #controller = new AbortController();
  readonly #beatTimer: NodeJS.Timeout;
  #reportTimer: NodeJS.Timeout | undefined;
  #latest: JobProgress | undefined;
  #shown: JobProgress | undefined;
  #lastWrite = 0;
  #lastSign = performance.now();
  /** What is to be written next; a database that is slow to answer gets fewer writes, not a queue of them. */
  #isBeatDue = false;
  #toReport: JobProgress | undefined;
  /** Writes follow each other, so that progress never runs backwards. */
  #writing: Promise<void> | undefined;
  readonly #times: PulseTimes;

  constructor(
    readonly run: JobRun,
    times: PulseTimes = PULSE_TIMES,
  ) {
    this.#times = times;
    this.#beatTimer = setInterval(() => this.check(), times.beatMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Gives a sign of life and learns whether the job is still ours. */
  check(): void {
    if (performance.now() - this.#lastSign > this.#times.lostAfterMs) this.stop('silent');
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
  interrupt(stage: string): void {
    this.report({ ...(this.#shown ?? { progress: 0 }), stage });
  }

  /** Tells the processor to stop. */
  stop(reason: RunStopped['reason']): void {
    this.#controller.abort(new RunStopped(reason));
  }

  /** Ends the pulse; nothing is written for this run afterwards. */
  async end(): Promise<void> {
    clearInterval(this.#beatTimer);
    clearTimeout(this.#reportTimer);
    this.#latest = undefined;
    this.#toReport = undefined;
    this.#isBeatDue = false;
    await this.#writing;
  }

  #flush(): void {
    this.#reportTimer = undefined;
    this.#lastWrite = Date.now();
    this.#toReport = this.#latest;
    this.#write();
  }

  #write(): void {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    while ((this.#isBeatDue || this.#toReport) && !this.signal.aborted) {
      const progress = this.#toReport;
      this.#toReport = undefined;
      this.#isBeatDue = false;
      // Progress is a sign of life as well.
      await this.#writeOne(() => (progress ? reportJob(this.run, progress) : beatJob(this.run)));
    }
  }

  async #writeOne(send: () => Promise<boolean>): Promise<void> {
    try {
      if (!(await send())) this.stop((await isSuperseded(this.run)) ? 'superseded' : 'cancelled');
      this.#lastSign = performance.now();
    } catch (error) {
      // The database may be away for a moment; the next sign of life tries again.
      log.warn({ err: error, jobId: this.run.jobId }, 'A job gave no sign of life.');
    }
  }
}
