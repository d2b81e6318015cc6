// The pages and the REST interface: Next, prepared to run inside our own server.
import { Server } from 'node:http';
import next from 'next';
import { getEnv } from '@/platform/env';
import { repositoryRoot } from '@/platform/repository-root';
import type { PageHandler } from './page-handler';
import type { UpgradeHandler } from './upgrade-router';

export interface Pages {
  readonly handle: PageHandler;
  /** In development: the socket over which Next sends edited modules to browsers. */
  readonly upgrade: UpgradeHandler | null;
}

/**
 * Loads the built pages; in development Next compiles them as they are asked for.
 * @throws when they have not been built
 */
export async function preparePages(): Promise<Pages> {
  const { HOST, PORT } = getEnv();
  const isDevelopment = process.env.NODE_ENV === 'development';
  const sockets = new Server();
  const app = next({
    dev: isDevelopment,
    ...(isDevelopment ? { turbopack: true } : {}),
    dir: repositoryRoot(),
    hostname: HOST,
    port: PORT,
    // Next listens for upgrades on the server it is given, or else on the one that its first request came through.
    // This one gets those that the upgrade router passes on, and none outside development.
    httpServer: sockets,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (request, response) => handle(request, response),
    upgrade: isDevelopment
      ? (request, socket, head) => void sockets.emit('upgrade', request, socket, head)
      : null,
  };
}
