// The pages and the REST interface: Next, prepared to run inside our own server.
import { Server } from 'node:http';
import next from 'next';
import { getEnv } from '@/server/shared/env';
import { repositoryRoot } from '@/server/shared/repository-root';
import type { PageHandler } from './studio-server';

/**
 * Loads the built pages.
 * @throws when they have not been built
 */
export async function preparePages(): Promise<PageHandler> {
  const { HOST, PORT } = getEnv();
  const app = next({
    dev: false,
    dir: repositoryRoot(),
    hostname: HOST,
    port: PORT,
    // Next listens for upgrades on the server it is given, or else on the one that its first request came through.
    // This one never hears any: sockets are opened by the upgrade router alone.
    httpServer: new Server(),
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  return (request, response) => handle(request, response);
}
