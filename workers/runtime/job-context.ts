// The interface between a worker and its processors.
import type { JobProgress } from '@/platform/job-run';
import type { Storage } from '@/platform/storage/storage';

export interface JobContext<Input> {
  readonly jobId: string;
  readonly input: Input;
  /**
   * Aborted when the person cancels, when the worker shuts down, or when the job was given to another worker. The
   * processor stops what it started and rejects, with `signal.reason` or with whatever the abort made fail.
   */
  readonly signal: AbortSignal;
  readonly storage: Storage;
  /** A folder for this run alone, removed with its content when the run ends. */
  readonly workDir: string;
  /** Reports progress. Call it as often as convenient: only the latest is written, twice a second. */
  report(progress: JobProgress): void;
}

/**
 * Processes one kind of job. It throws a JobFailure with a user message when it cannot; anything else it
 * throws is a defect. It may run twice for one job, after a worker died, so it stores results by replacing.
 */
export type Processor<Input, Result> = (context: JobContext<Input>) => Promise<Result>;
