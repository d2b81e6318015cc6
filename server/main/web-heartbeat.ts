// The heartbeat of this web process, beside those of the workers.

import { randomUUID } from 'node:crypto';
import { log } from '@/platform/log';
import { deleteHeartbeat, HEARTBEAT_EVERY_MS, recordWorkerHeartbeat } from '@/platform/worker-heartbeat';

const KIND = 'web';

export interface Heartbeat {
  stop(): Promise<void>;
}

/** Starts the heartbeat. A failed write is followed by the next one. */
export async function startWebHeartbeat(port: number): Promise<Heartbeat> {
  const id = `${KIND}-${randomUUID()}`;
  // Web processes take no jobs, so no queue counts on them.
  const beat = () => recordWorkerHeartbeat(id, KIND, { pid: process.pid, concurrency: 0, port });
  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ err: error }, 'The heartbeat could not be written.'));
  }, HEARTBEAT_EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await deleteHeartbeat(id);
    },
  };
}
