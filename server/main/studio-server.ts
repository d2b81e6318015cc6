import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { getEnv } from '@/platform/env';
import { CollaborationServer } from '@/server/collaboration/service';
import { SOCKET_LIMITS, type SocketLimitSizes, SocketLimits } from '@/server/limits/socket-limits';
import { LiveServer } from '@/server/live/live-server';
import { nameClientAddress } from '../http/client-address';
import { refuseOn } from '../http/refuse-upgrade';
import { observed } from '../http/request-log';
import { sendProblem } from '../http/send-problem';
import { withSafeBody } from '../http/whole-body';
import { refuseBroken, refuseLate } from './broken-requests';
import { drain, limitConnections, openConnections } from './connections';
import { listen } from './listen';
import type { PageHandler } from './page-handler';
import { PASSWORD_QUEUE_LIMITS, PasswordQueue, type PasswordQueueLimits } from './password-queue';
import { ExpectationError, MethodNotAllowedError, refuseRequest } from './request-gate';
import { RequestTurns } from './request-turns';
import { TRANSFER_LIMITS, TransferGuard, type TransferLimits } from './transfer-guard';
import { routeUpgrades, type UpgradeHandler } from './upgrade-router';

/** A request whose headers take longer is refused. */
const HEADERS_MS = 60_000;
/** Longer than load balancers keep idle connections, which is 60 s in most: they must be the ones who close. */
const KEEP_ALIVE_MS = 75_000;

export interface StudioServer {
  readonly port: number;
  /** Accepts nothing new, commits, closes all sockets, lets running transfers finish, then closes. */
  stop(): Promise<void>;
}

export interface StudioServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Answers everything that is not a socket. */
  readonly pages: PageHandler;
  /** Opens the sockets of the pages themselves, which there are in development alone. */
  readonly pageUpgrades?: UpgradeHandler | null;
  /** What people may do over sockets; tests and benchmarks ask for more, or for less. */
  readonly socketLimits?: SocketLimitSizes;
  /** How long requests that are under way when the server stops may take. */
  readonly graceMs?: number;
  readonly transferLimits?: TransferLimits;
  readonly passwordLimits?: PasswordQueueLimits;
  /** Of one request, from its first byte. */
  readonly headersMs?: number;
  readonly maxConnections?: number;
}

/** The pages behind everything that answers, or delays, what should not reach them yet. */
function gated(pages: PageHandler, limits: PasswordQueueLimits): PageHandler {
  // Refusals take their turn as well: nobody sends what is refused more often than anything else.
  const checked =
    (handler: PageHandler): PageHandler =>
    async (request, response) => {
      if (!(await refuseRequest(request, response))) await handler(request, response);
    };
  const passwords = new PasswordQueue(checked(pages), limits);
  const turns = new RequestTurns(
    checked(async (request, response) => pages(await withSafeBody(request, response), response)),
  );
  return async (request, response) => {
    if (!(await passwords.answer(request, response))) await turns.answer(request, response);
  };
}

function answer(pages: PageHandler, request: IncomingMessage, response: ServerResponse): void {
  pages(request, response).catch((error: unknown) => sendProblem(error, response));
}

/**
 * Starts serving.
 * @throws Error with a one-sentence message when the port cannot be opened
 */
export async function startStudioServer(options: StudioServerOptions): Promise<StudioServer> {
  const {
    host,
    port,
    socketLimits = SOCKET_LIMITS,
    headersMs = HEADERS_MS,
    transferLimits = TRANSFER_LIMITS,
  } = options;
  const { graceMs = getEnv().SHUTDOWN_GRACE_S * 1000, maxConnections = getEnv().MAX_CONNECTIONS } = options;
  const guard = new TransferGuard(transferLimits);
  const pages = gated(options.pages, options.passwordLimits ?? PASSWORD_QUEUE_LIMITS);
  // No limit on the whole of a request: a large upload on a thin line takes an hour, and the guard sees that it moves.
  const times = { requestTimeout: 0, headersTimeout: headersMs, keepAliveTimeout: KEEP_ALIVE_MS };
  // Node itself would answer a request without a host, with nothing to read.
  const checks = { connectionsCheckingInterval: Math.min(headersMs / 2, 30_000), requireHostHeader: false };
  const server = createServer({ ...times, ...checks }, (request, response) => {
    guard.watch(request, response);
    if (!server.listening) return refuseLate(response);
    nameClientAddress(request);
    observed(request, response, () => answer(pages, request, response));
  });
  limitConnections(server, maxConnections);
  const connections = openConnections(server);
  server.on('clientError', refuseBroken);
  server.on('connect', (_, socket) => refuseOn(socket, new MethodNotAllowedError()));
  server.on('checkExpectation', (_, response) => sendProblem(new ExpectationError(), response));
  const limits = new SocketLimits(socketLimits);
  const collaboration = new CollaborationServer(limits);
  const live = new LiveServer(server, limits);
  routeUpgrades(server, { collaboration, live, limits, pages: options.pageUpgrades ?? null });
  const opened = await listen(server, host, port);
  await Promise.all([collaboration.start(), live.start()]);
  return {
    port: opened,
    async stop() {
      const sockets = Promise.all([collaboration.stop(), live.stop()]);
      await Promise.all([drain(server, guard, connections, graceMs), sockets]);
      guard.stop();
    },
  };
}
