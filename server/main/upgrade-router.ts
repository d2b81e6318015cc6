// The one place where a connection becomes a socket: by path, after origin, session and role are checked.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { withLogContext } from '@/platform/log';
import { requireRole } from '@/server/auth/authorise';
import { roleThrough } from '@/server/collaboration/memberships';
import type { CollaborationServer } from '@/server/collaboration/service';
import { addressKey } from '@/server/http/address';
import { Gate } from '@/server/limits/gate';
import type { SocketKind, SocketLimits } from '@/server/limits/socket-limits';
import type { LiveServer } from '@/server/live/live-server';
import { socketVisitor } from '../auth/socket-visitor';
import { clientAddress } from '../http/client-address';
import { refuseUnknown, refuseWith } from '../http/refuse-upgrade';
import { requestIdOf } from '../http/request-log';
import { ignoreUpgrade, wantsWebSocket } from './ignored-upgrade';

const DOCUMENT_PATH = /^\/yjs\/([A-Za-z0-9_-]{1,64})$/;
const LIVE_PATH = /^\/socket\.io\/?$/;
/** Next's own, in development. */
const PAGE_PATH = /^\/_next\//;
/** A connection whose checks take longer than this is given up. */
const TIMEOUT_MS = 10_000;
/**
 * Checks ask the database a few times. Hundreds of handshakes that arrive together, as after a restart or in an attack,
 * would have every connection of the pool, and requests of everybody else would wait behind them.
 */
const CHECKS = {
  atOnce: 4,
  atOncePerKey: 2,
  waiting: 4_000,
  waitingPerKey: 1_000,
  retryAfterS: 5,
  message: 'Too many connections are being opened at this moment; the studio waits before the next.',
};

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface UpgradeTargets {
  readonly collaboration: CollaborationServer;
  readonly live: LiveServer;
  readonly limits: SocketLimits;
  /** Null in production: Next opens no sockets there, and its handler would leave them hanging. */
  readonly pages: UpgradeHandler | null;
}

/** The path of a request target such as `/yjs/abc?x=1`; absolute URLs, which only proxies use, have none here. */
const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';

/**
 * Takes a place for the person behind a handshake until its connection is over, however that comes.
 * @throws RateLimitError
 */
async function reserveSocket(
  limits: SocketLimits,
  kind: SocketKind,
  userId: string,
  request: IncomingMessage,
  socket: Duplex,
): Promise<void> {
  const leave = await limits.enter(kind, userId, addressKey(clientAddress(request)));
  if (socket.destroyed) leave();
  else socket.once('close', leave);
}

async function route(
  { collaboration, live, limits, pages }: UpgradeTargets,
  checks: Gate,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const address = addressKey(clientAddress(request));
  limits.admit(address);
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  const { authorization, cookie } = request.headers;
  const checked = <T>(check: () => Promise<T>): Promise<T> =>
    limits.unlessRefused(`${authorization ?? ''}\n${cookie ?? ''}`, () =>
      checks.run(address, gone.signal, check),
    );
  const path = pathOf(request);
  const projectId = DOCUMENT_PATH.exec(path)?.[1];
  if (projectId !== undefined) {
    const visitor = await checked(async () => {
      const user = await socketVisitor(request);
      await reserveSocket(limits, 'documents', user.id, request, socket);
      const { role } = await requireRole(user, projectId, 'viewer');
      const { id: userId, name, credential } = user;
      return { userId, name, credential, role: roleThrough(credential, role) };
    });
    await collaboration.accept(request, socket, head, projectId, visitor);
  } else if (LIVE_PATH.test(path)) {
    await checked(async () => {
      const user = await socketVisitor(request);
      await reserveSocket(limits, 'live', user.id, request, socket);
    });
    live.handleUpgrade(request, socket, head);
  } else if (pages !== null && PAGE_PATH.test(path)) {
    pages(request, socket, head);
  } else {
    refuseUnknown(socket);
  }
}

/** Makes `server` open sockets through the router and through nothing else. */
export function routeUpgrades(server: Server, targets: UpgradeTargets): void {
  // socket.io listens as well once it is attached; two listeners would fight over each connection.
  server.removeAllListeners('upgrade');
  const checks = new Gate(CHECKS);
  server.on('upgrade', (request, socket, head) => {
    if (!wantsWebSocket(request)) return ignoreUpgrade(server, request, socket, head);
    const giveUp = () => socket.destroy();
    socket.on('error', giveUp);
    const timeout = setTimeout(giveUp, TIMEOUT_MS);
    withLogContext({ requestId: requestIdOf(request) }, () => route(targets, checks, request, socket, head))
      .catch((error: unknown) => {
        // The client that has left receives no reason, and it is not a failure of the server.
        if (!socket.destroyed) refuseWith(socket, error);
      })
      .finally(() => {
        clearTimeout(timeout);
      });
  });
}
