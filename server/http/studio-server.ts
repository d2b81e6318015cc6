// The web server of the studio without Next: HTTP, socket.io and the document sockets on one port.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CollaborationServer } from '@/server/collaboration/service';
import { SOCKET_LIMITS, type SocketLimitSizes, SocketLimits } from '@/server/limits/socket-limits';
import { LiveServer } from '@/server/live/live-server';
import { errorCode } from '@/server/shared/database/error-code';
import { nameClientAddress } from './client-address';
import { refuseRequest } from './request-gate';
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
  /** What people may do over sockets; tests and benchmarks ask for more, or for less. */
  readonly socketLimits?: SocketLimitSizes;
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

async function gated(pages: PageHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!(await refuseRequest(request, response))) await pages(request, response);
}

function answer(pages: PageHandler, request: IncomingMessage, response: ServerResponse): void {
  gated(pages, request, response).catch((error: unknown) => {
    console.error(`${request.method} ${request.url} failed.`, error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
}

/**
 * Starts serving.
 * @throws Error with one sentence when the port cannot be opened
 */
export async function startStudioServer({
  host,
  port,
  pages,
  socketLimits = SOCKET_LIMITS,
}: StudioServerOptions): Promise<StudioServer> {
  const server = createServer((request, response) => {
    nameClientAddress(request);
    answer(pages, request, response);
  });
  const limits = new SocketLimits(socketLimits);
  const collaboration = new CollaborationServer(limits);
  const live = new LiveServer(server, limits);
  routeUpgrades(server, { collaboration, live, limits });
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
