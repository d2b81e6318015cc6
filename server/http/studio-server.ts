// The web server of the studio without Next: HTTP, socket.io and the document sockets on one port.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CollaborationServer } from '@/server/collaboration/service';
import { LiveServer } from '@/server/live/live-server';
import { knownFailure } from '@/server/problem';
import { errorCode } from '@/server/shared/database/error-code';
import { log } from '@/server/shared/log';
import { nameClientAddress } from './client-address';
import { observed } from './request-log';
import { routeUpgrades } from './upgrade-router';

/** Requests that are under way when the server stops may take this long. */
const ANSWER_GRACE_MS = 2_000;

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface StudioServer {
  readonly port: number;
  /** Takes nothing new, commits and says goodbye to everybody, then closes. */
  stop(): Promise<void>;
}

export interface StudioServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Answers everything that is not a socket. */
  readonly pages: PageHandler;
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(listenProblem(error, host, port), { cause: error });
  }
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

function listenProblem(error: unknown, host: string, port: number): string {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use; set PORT to another one.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user; set PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}; set HOST to one that it has.`;
    default:
      return `The web server cannot listen on ${host}:${port}: ${String(error)}.`;
  }
}

function answer(pages: PageHandler, request: IncomingMessage, response: ServerResponse): void {
  pages(request, response).catch((error: unknown) => {
    const failure = knownFailure(error);
    if (!failure) log.error({ err: error }, 'A request failed unexpectedly.');
    if (!response.headersSent) response.writeHead(failure?.status ?? 500, failure?.headers ?? {});
    response.end();
  });
}

/**
 * Starts serving.
 * @throws Error with one sentence when the port cannot be opened
 */
export async function startStudioServer({ host, port, pages }: StudioServerOptions): Promise<StudioServer> {
  const server = createServer((request, response) => {
    nameClientAddress(request);
    observed(request, response, () => answer(pages, request, response));
  });
  const collaboration = new CollaborationServer();
  const live = new LiveServer(server);
  routeUpgrades(server, { collaboration, live });
  const opened = await listen(server, host, port);
  await Promise.all([collaboration.start(), live.start()]);
  return { port: opened, stop: () => stop(server, collaboration, live) };
}

async function stop(server: Server, collaboration: CollaborationServer, live: LiveServer): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await Promise.all([collaboration.stop(), live.stop()]);
  const late = setTimeout(() => server.closeAllConnections(), ANSWER_GRACE_MS);
  await closed;
  clearTimeout(late);
}
