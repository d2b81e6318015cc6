// The lifecycle of a worker process: start, run until it is asked to stop, clean up.

import { closeBus } from '@/platform/bus';
import { closeDatabase } from '@/platform/database/client';
import { log } from '@/platform/log';
import { runProcess } from '@/platform/process-lifetime';
import { startWorker, type WorkerSetup } from './run-worker';

/** A service that runs beside the jobs for the lifetime of the process. */
export interface BackgroundService {
  close(): Promise<void>;
}

export interface WorkerProcessSetup extends WorkerSetup {
  /** Started once the worker accepts jobs. */
  readonly services?: readonly (() => BackgroundService)[];
}

/** Runs a worker as a process of its own: see `runProcess`. It is ready once it takes jobs. */
export function runWorkerProcess(setup: WorkerProcessSetup): Promise<void> {
  const name = `${setup.queue} worker`;
  return runProcess({
    name,
    kind: setup.queue,
    async start() {
      const worker = await startWorker(setup);
      const services = (setup.services ?? []).map((start) => start());
      return async () => {
        const [isInOrder] = await Promise.all([worker.close(), ...services.map((each) => each.close())]);
        await closeBus();
        await closeDatabase();
        return isInOrder;
      };
    },
    logFailedStart: (error) => log.error({ err: error }, `The ${name} cannot start.`),
  });
}
