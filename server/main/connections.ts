// The connections of the web server: how many there may be, which are open, and closing them in order.
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '@/platform/log';
import type { TransferGuard } from './transfer-guard';

/** How often a stopping server checks for idle connections. */
const IDLE_POLL_MS = 100;

/**
 * A request that is arriving when the server begins to stop has so long to arrive, and is then asked to
 * retry.
 */
const LATE_REQUEST_MS = 1_000;

/** Minimum interval between log entries about refused connections. */
const DROP_LOG_MS = 60_000;

/** Closes connections beyond the limit as they come: a process without free descriptors could not even say so. */
export function limitConnections(server: Server, maxConnections: number): void {
  server.maxConnections = maxConnections;
  let loggedAt = Number.NEGATIVE_INFINITY;
  server.on('drop', () => {
    if (performance.now() - loggedAt < DROP_LOG_MS) return;
    loggedAt = performance.now();
    log.warn({ maxConnections }, 'There are too many connections; new ones are closed.');
  });
}

/** The connections that are open, but for those that became WebSockets. */
export function openConnections(server: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('upgrade', ({ socket }) => connections.delete(socket));
  return connections;
}

/**
 * Takes no new connections and waits for the requests that are under way.
 * @param graceMs what is not finished by then is cut
 */
export async function drain(
  server: Server,
  guard: TransferGuard,
  connections: ReadonlySet<Socket>,
  graceMs: number,
): Promise<void> {
  const began = performance.now();
  const closed = once(server, 'close');
  server.close();
  guard.lastAnswers();
  if (guard.size > 0) log.info({ requests: guard.size, graceMs }, 'Waiting for requests under way.');
  const over = new AbortController();
  const late = setTimeout(() => {
    if (guard.size > 0) log.warn({ requests: guard.size }, 'Requests that took too long to finish are cut.');
    server.closeAllConnections();
  }, graceMs);
  const idle = (async () => {
    while (!over.signal.aborted) {
      server.closeIdleConnections();
      // Node does not count as idle what has never sent a request: browsers and clients open such in advance.
      const isLate = performance.now() - began > LATE_REQUEST_MS;
      if (isLate) for (const socket of connections) if (!guard.isBusy(socket)) socket.destroy();
      await sleep(IDLE_POLL_MS);
    }
  })();
  await closed;
  clearTimeout(late);
  over.abort();
  await idle;
}
