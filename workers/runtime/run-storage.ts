// The storage as seen by one run of a job: a run that lost its job cannot delete the results of its successor.
import { isSuperseded, type JobRun } from '@/platform/job-run';
import { ForwardingStorage } from '@/platform/storage/forwarding-storage';
import type { Storage } from '@/platform/storage/storage';
import { RunStopped } from './run-heartbeat';

/*
 * Two runs of one job store the same things under the same keys, so writing is harmless whoever does it. But a run
 * that was suspended, and cleans up after the failure it resumes to, would delete the results of the other.
 */
export class RunStorage extends ForwardingStorage {
  readonly #run: JobRun;

  constructor(storage: Storage, run: JobRun) {
    super(storage);
    this.#run = run;
  }

  override async delete(key: string): Promise<void> {
    await this.#refuseSuperseded();
    await super.delete(key);
  }

  override async deletePrefix(prefix: string): Promise<void> {
    await this.#refuseSuperseded();
    await super.deletePrefix(prefix);
  }

  async #refuseSuperseded(): Promise<void> {
    if (await isSuperseded(this.#run)) throw new RunStopped('superseded');
  }
}
