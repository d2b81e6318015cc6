// The web process: Next, the REST interface, socket.io and the shared documents on one port.

import { closeBus } from '@/platform/bus';
import { closeDatabase } from '@/platform/database/client';
import { getEnv } from '@/platform/env';
import { log } from '@/platform/log';
import { logIsolation } from '@/platform/media/isolation';
import { runProcess } from '@/platform/process-lifetime';
import { closeQueues } from '@/platform/queue';
import { startTemporarySweeper } from '@/platform/retention/temporary';
import { guardStorage } from '@/platform/storage-tie/guard';
import { startSetReconciler } from '@/server/automix/set-reconciler';
import { startDispatcher } from '@/server/jobs/dispatcher';
import { ensureStarterLibrary } from '@/server/library/starter-library';
import { preparePages } from './next-pages';
import { startStudioServer } from './studio-server';
import { startWebHeartbeat } from './web-heartbeat';

/** Starts everything; returns a function that stops it in the reverse order. */
async function start(): Promise<() => Promise<boolean>> {
  const { HOST, PORT } = getEnv();
  logIsolation();
  await guardStorage();
  const { handle: pages, upgrade } = await preparePages();
  const server = await startStudioServer({ host: HOST, port: PORT, pages, pageUpgrades: upgrade });
  const heartbeat = await startWebHeartbeat(server.port);
  await ensureStarterLibrary();
  const dispatcher = startDispatcher();
  const temporary = startTemporarySweeper();
  const setReconciler = await startSetReconciler();
  return async () => {
    // Sockets are notified at once; what waits for another machine must not delay that.
    await Promise.all([server.stop(), dispatcher.close(), temporary.close(), setReconciler.close()]);
    await heartbeat.stop();
    await closeQueues();
    await closeBus();
    await closeDatabase();
    return true;
  };
}

await runProcess({
  name: 'web server',
  kind: 'web',
  graceMs: () => getEnv().SHUTDOWN_GRACE_S * 1000,
  start,
  logFailedStart: (error) => log.fatal(error instanceof Error ? error.message : String(error)),
});
