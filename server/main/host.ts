// The web process: Next, the REST interface, socket.io and the shared documents on one port.

import { closeBus } from '@/platform/bus';
import { closeDatabase } from '@/platform/database/client';
import { getEnv } from '@/platform/env';
import { log } from '@/platform/log';
import { logIsolation } from '@/platform/media/isolation';
import { closeQueues } from '@/platform/queue';
import { startTemporarySweeper } from '@/platform/retention/temporary';
import { guardStorage } from '@/platform/storage-tie/guard';
import { startSetReconciler } from '@/server/automix/set-reconciler';
import { startDispatcher } from '@/server/jobs/dispatcher';
import { ensureStarterLibrary } from '@/server/library/starter-library';
import { preparePages } from './next-pages';
import { startStudioServer } from './studio-server';
import { startWebHeartbeat } from './web-heartbeat';

/** The process exits this long after the grace period of transfers even if the shutdown hangs. */
const FORCED_EXIT_MS = 8_000;

/** Starts everything; returns a function that stops it in the reverse order. */
async function start(): Promise<() => Promise<void>> {
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
  };
}

/** Runs until SIGTERM, SIGINT, or the end of the process that started this one with an IPC channel. */
async function run(): Promise<void> {
  const starting = start();
  let isEnding = false;
  const end = async (reason: string): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), FORCED_EXIT_MS + getEnv().SHUTDOWN_GRACE_S * 1000).unref();
    log.warn(`The web server ends: ${reason}.`);
    try {
      await (await starting)();
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'The web server could not end in order.');
      process.exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(signal));
  process.on('disconnect', () => void end('its parent is gone'));
  try {
    await starting;
    if (process.connected) process.send?.({ type: 'ready', kind: 'web' });
  } catch (error) {
    if (isEnding) return;
    log.fatal(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

await run();
