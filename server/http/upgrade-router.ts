// The one place where a connection becomes a socket: by path, after origin, session and role are checked.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { addressKey } from '@/server/auth/address';
import { requireRole } from '@/server/auth/authorise';
import { roleThrough } from '@/server/collaboration/memberships';
import type { CollaborationServer } from '@/server/collaboration/service';
import type { SocketKind, SocketLimits } from '@/server/limits/socket-limits';
import type { LiveServer } from '@/server/live/live-server';
import { withLogContext } from '@/server/shared/log';
import { clientAddress } from './client-address';
import { refuseUpgrade, refuseWith } from './refuse-upgrade';
import { requestIdOf } from './request-log';
import { socketVisitor } from './socket-visitor';

const DOCUMENT_PATH = /^\/yjs\/([A-Za-z0-9_-]{1,64})$/;
const LIVE_PATH = /^\/socket\.io\/?$/;
/** A connection whose checks take longer than this is given up. */
const PATIENCE_MS = 10_000;

export interface UpgradeTargets {
  readonly collaboration: CollaborationServer;
  readonly live: LiveServer;
  readonly limits: SocketLimits;
}

/** The path of a request target such as `/yjs/abc?x=1`; absolute URLs, which only proxies use, have none here. */
const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';

/**
 * Takes a place for the person behind a handshake until its connection is over, however that comes.
 * @throws RateLimitError
 */
async function takePlace(
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
  { collaboration, live, limits }: UpgradeTargets,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  limits.admit(addressKey(clientAddress(request)));
  const path = pathOf(request);
  const projectId = DOCUMENT_PATH.exec(path)?.[1];
  if (projectId !== undefined) {
    const user = await socketVisitor(request);
    await takePlace(limits, 'documents', user.id, request, socket);
    const { role } = await requireRole(user, projectId, 'viewer');
    const { id: userId, name, credential } = user;
    const visitor = { userId, name, credential, role: roleThrough(credential, role) };
    await collaboration.accept(request, socket, head, projectId, visitor);
  } else if (LIVE_PATH.test(path)) {
    const user = await socketVisitor(request);
    await takePlace(limits, 'live', user.id, request, socket);
    live.handleUpgrade(request, socket, head);
  } else {
    // Next opens sockets in development alone; in production its handler would leave this one hanging.
    refuseUpgrade(socket, 404, 'There is no socket at this address.');
  }
}

/** Makes `server` open sockets through the router and through nothing else. */
export function routeUpgrades(server: Server, targets: UpgradeTargets): void {
  // socket.io listens as well once it is attached; two listeners would fight over each connection.
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request, socket, head) => {
    const giveUp = () => socket.destroy();
    socket.on('error', giveUp);
    const patience = setTimeout(giveUp, PATIENCE_MS);
    withLogContext({ requestId: requestIdOf(request) }, () => route(targets, request, socket, head))
      .catch((error: unknown) => refuseWith(socket, error))
      .finally(() => {
        clearTimeout(patience);
      });
  });
}
