// The pulse of a running job: signs of life, progress at most twice a second, and the order to stop.

import { beatJob, isSuperseded, type JobProgress, type JobRun, reportJob } from '@/server/shared/job-run';
import { log } from '@/server/shared/log';

export interface PulseTimes {
  readonly beatMs: number;
  readonly reportMs: number;
}

const TIMES: PulseTimes = { beatMs: 5_000, reportMs: 500 };

const STOPPED = {
  cancelled: 'The job was called off.',
  superseded: 'Another worker has this job now.',
  shutdown: 'The worker shuts down.',
} as const;

/** Why a run was told to stop; the reason of its abort signal. */
export class RunStopped extends Error {
  constructor(readonly reason: keyof typeof STOPPED) {
    super(STOPPED[reason]);
  }
}

export class RunPulse {
  private readonly controller = new AbortController();
  private readonly beatTimer: NodeJS.Timeout;
  private reportTimer: NodeJS.Timeout | undefined;
  private latest: JobProgress | undefined;
  private shown: JobProgress | undefined;
  private lastWrite = 0;
  /** Writes follow each other, so that progress never runs backwards. */
  private writing: Promise<void> = Promise.resolve();

  constructor(
    readonly run: JobRun,
    private readonly times: PulseTimes = TIMES,
  ) {
    this.beatTimer = setInterval(() => this.check(), times.beatMs);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Gives a sign of life and learns whether the job is still ours. */
  check(): void {
    this.write(() => beatJob(this.run));
  }

  report(progress: JobProgress): void {
    this.latest = progress;
    this.shown = progress;
    if (this.reportTimer || this.signal.aborted) return;
    const wait = Math.max(0, this.lastWrite + this.times.reportMs - Date.now());
    this.reportTimer = setTimeout(() => this.flush(), wait);
  }

  /** Shows another stage, with the progress as it is, until the processor reports again. */
  interrupt(stage: string): void {
    this.report({ ...(this.shown ?? { progress: 0 }), stage });
  }

  /** Tells the processor to stop. */
  stop(reason: RunStopped['reason']): void {
    this.controller.abort(new RunStopped(reason));
  }

  /** Ends the pulse; nothing is written for this run afterwards. */
  async end(): Promise<void> {
    clearInterval(this.beatTimer);
    clearTimeout(this.reportTimer);
    this.latest = undefined;
    await this.writing;
  }

  private flush(): void {
    this.reportTimer = undefined;
    this.lastWrite = Date.now();
    const progress = this.latest;
    if (progress) this.write(() => reportJob(this.run, progress));
  }

  private write(send: () => Promise<boolean>): void {
    this.writing = this.writing.then(async () => {
      if (this.signal.aborted) return;
      try {
        if (!(await send())) this.stop((await isSuperseded(this.run)) ? 'superseded' : 'cancelled');
      } catch (error) {
        // The database may be away for a moment; the next sign of life tries again.
        log.warn({ err: error }, `Job ${this.run.jobId} gave no sign of life.`);
      }
    });
  }
}
