// The web server of the studio without Next: HTTP, socket.io and the document sockets on one port.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '@/platform/database/error-code';
import { getEnv } from '@/platform/env';
import { log } from '@/platform/log';
import { CollaborationServer } from '@/server/collaboration/service';
import { SOCKET_LIMITS, type SocketLimitSizes, SocketLimits } from '@/server/limits/socket-limits';
import { LiveServer } from '@/server/live/live-server';
import { nameClientAddress } from '../http/client-address';
import { refuseOn } from '../http/refuse-upgrade';
import { observed } from '../http/request-log';
import { sendProblem } from '../http/send-problem';
import { withSafeBody } from '../http/whole-body';
import { listen } from './listen';
import type { PageHandler } from './page-handler';
import { PASSWORD_QUEUE_LIMITS, PasswordQueue, type PasswordQueueLimits } from './password-queue';
import { ExpectationError, MethodNotAllowedError, refuseRequest } from './request-gate';
import { RequestTurns } from './request-turns';
import {
  PROBLEM_HEADERS,
  problemBody,
  TRANSFER_LIMITS,
  TransferGuard,
  type TransferLimits,
} from './transfer-guard';
import { routeUpgrades, type UpgradeHandler } from './upgrade-router';

/** A request whose headers take longer is refused. */
const HEADERS_MS = 60_000;
/** Longer than load balancers keep idle connections, which is 60 s in most: they must be the ones who close. */
const KEEP_ALIVE_MS = 75_000;
/** How often a stopping server checks for idle connections. */
const IDLE_POLL_MS = 100;
/**
 * A request that is arriving when the server begins to stop has so long to arrive, and is then asked to
 * retry.
 */
const LATE_REQUEST_MS = 1_000;
/** Minimum interval between log entries about refused connections. */
const DROP_LOG_MS = 60_000;

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

/** What arrives on a connection that was open already when the server began to stop. */
function refuseLate(response: ServerResponse): void {
  response.writeHead(503, { ...PROBLEM_HEADERS, 'retry-after': '1' });
  response.end(problemBody(503, 'stopping', 'The studio is restarting; please try again in a moment.'));
}

const BROKEN: Readonly<Record<string, readonly [status: number, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'The headers of the request are too large.'],
};

/** The answer that is under way on a connection. */
function answerOn(socket: Duplex): ServerResponse | null {
  const answer: unknown = '_httpMessage' in socket ? socket._httpMessage : null;
  return answer instanceof ServerResponse ? answer : null;
}

/** Answers what is no HTTP, or never became a whole request. */
function refuseBroken(error: Error, socket: Duplex): void {
  const begun = answerOn(socket);
  if (!socket.writable || begun?.headersSent || errorCode(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, message] = BROKEN[errorCode(error) ?? ''] ?? [400, 'The request is not valid HTTP.'];
  const body = problemBody(status, status === 408 ? 'too-slow' : 'invalid-request', message);
  if (begun) {
    begun.writeHead(status, PROBLEM_HEADERS).end(body);
    return;
  }
  const headers = Object.entries({ ...PROBLEM_HEADERS, 'content-length': Buffer.byteLength(body) });
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
}

/** Closes connections beyond the limit as they come: a process without free descriptors could not even say so. */
function limitConnections(server: Server, maxConnections: number): void {
  server.maxConnections = maxConnections;
  let loggedAt = Number.NEGATIVE_INFINITY;
  server.on('drop', () => {
    if (performance.now() - loggedAt < DROP_LOG_MS) return;
    loggedAt = performance.now();
    log.warn({ maxConnections }, 'There are too many connections; new ones are closed.');
  });
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

/** The connections that are open, but for those that became WebSockets. */
function openConnections(server: Server): ReadonlySet<Socket> {
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
async function drain(
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
