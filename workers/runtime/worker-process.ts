// The lifecycle of a worker process: start, run until it is asked to stop, clean up.

import { closeBus } from '@/platform/bus';
import { closeDatabase } from '@/platform/database/client';
import { log } from '@/platform/log';
import { startWorker, type WorkerSetup } from './run-worker';

/** The process exits after this long even if the shutdown hangs. */
const FORCED_EXIT_MS = 8_000;

/** Notifies a parent process that started this one with an IPC channel. */
const notifyParent = (message: object): void => {
  if (process.connected) process.send?.(message);
};

/** A service that runs beside the jobs for the lifetime of the process. */
export interface BackgroundService {
  close(): Promise<void>;
}

export interface WorkerProcessSetup extends WorkerSetup {
  /** Started once the worker accepts jobs. */
  readonly services?: readonly (() => BackgroundService)[];
}

/**
 * Runs a worker until SIGTERM, SIGINT, or the end of the parent that started it with an IPC channel. Sends
 * `{type: 'ready'}` on that channel once it takes jobs.
 */
export async function runWorkerProcess(setup: WorkerProcessSetup): Promise<void> {
  const starting = startWorker(setup);
  let services: readonly BackgroundService[] = [];
  let ending = false;
  const end = async (reason: string): Promise<void> => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), FORCED_EXIT_MS).unref();
    log.warn(`The ${setup.queue} worker ends: ${reason}.`);
    try {
      const [inOrder] = await Promise.all([
        (await starting).close(),
        ...services.map((each) => each.close()),
      ]);
      await closeBus();
      await closeDatabase();
      process.exit(inOrder ? 0 : 1);
    } catch (error) {
      log.error({ err: error }, `The ${setup.queue} worker could not end in order.`);
      process.exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(signal));
  process.on('disconnect', () => void end('its parent is gone'));
  try {
    await starting;
    services = (setup.services ?? []).map((start) => start());
  } catch (error) {
    if (ending) return;
    log.error({ err: error }, `The ${setup.queue} worker cannot start.`);
    process.exit(1);
  }
  notifyParent({ type: 'ready', kind: setup.queue });
}
