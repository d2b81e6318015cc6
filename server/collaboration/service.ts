// The collaboration server of this process: incoming sockets, rooms, the bus, and the reconciliation every
// second.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { Role } from '@/contract/roles';

import { personColor } from '@/document/wire/presence';
import type { Credential } from '@/platform/accounts/credential';
import { subscribe } from '@/platform/bus';
import type { BusEvent } from '@/platform/bus-events';
import { log } from '@/platform/log';
import { type LoopWatch, watchLoop } from '@/platform/loop-watch';
import { RateLimitError } from '@/server/errors';
import type { SocketLimits } from '@/server/limits/socket-limits';
import { Connection } from './connection';
import { drainOutbox } from './outbox';
import { applyRoles } from './roles';
import { Rooms } from './rooms';
import { HARD_FRAME_BYTES } from './socket';

const RECONCILE_INTERVAL_MS = 1_000;
/** Above what one look takes to fail on silent connections. */
const STUCK_AFTER_MS = 30_000;
/** Pages of one project that one person may have open. */
const MAX_PAGES = 40;
/** When to try again with fewer pages open. */
const RETRY_S = 10;
/** Time for the close message to reach everyone when the server stops. */
const CLOSE_GRACE_MS = 1_000;

/** A user with access to a project, as determined by the upgrade. */
export interface Visitor {
  readonly userId: string;
  readonly name: string;
  readonly credential: Credential;
  readonly role: Role;
}

export class CollaborationServer {
  readonly #rooms = new Rooms();
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: HARD_FRAME_BYTES,
    perMessageDeflate: false,
  });
  #unsubscribe: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reconciling: Promise<void> | undefined;
  #isStopped = false;
  readonly #loop: LoopWatch = watchLoop('following other processes', STUCK_AFTER_MS);
  readonly #limits: SocketLimits;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  /** Begins to listen to the bus; resolves once nothing can be missed. */
  async start(): Promise<void> {
    this.#unsubscribe = await subscribe(
      (event) => this.#onEvent(event),
      () => this.#reconcile(),
    );
    await this.#rooms.start();
    this.#loop.due();
    this.#reconcile();
  }

  /**
   * Opens the project's room, then finishes the handshake.
   * @throws when the room cannot be opened; the socket is then still the caller's
   */
  async accept(request: IncomingMessage, socket: Duplex, head: Buffer, projectId: string, visitor: Visitor) {
    await this.#rooms.withRoom(projectId, (room) => {
      if (socket.destroyed || this.#isStopped) {
        socket.destroy();
        return;
      }
      const { userId, credential, role } = visitor;
      const pages = [...room.connections].filter((other) => other.identity.userId === userId);
      if (pages.length >= MAX_PAGES) {
        throw new RateLimitError('This project is open in too many places; close some of them.', RETRY_S);
      }
      const identity = { userId, name: visitor.name.slice(0, 80), color: personColor(userId) };
      this.#sockets.handleUpgrade(request, socket, head, (ws) => {
        new Connection(ws, room, { identity, credential, role, limits: this.#limits.person(userId) });
      });
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#loop.end();
    clearTimeout(this.#timer);
    this.#unsubscribe?.();
    await this.#reconciling;
    await this.#rooms.stop();
    const until = performance.now() + CLOSE_GRACE_MS;
    while (this.#sockets.clients.size > 0 && performance.now() < until) await pause(10);
    for (const ws of this.#sockets.clients) ws.terminate();
    this.#sockets.close();
  }

  #onEvent(event: BusEvent): void {
    switch (event.type) {
      case 'document':
        this.#attempt(this.#rooms.catchUp(event.projectId, event.seq));
        break;
      case 'outbox':
        this.#attempt(drainOutbox());
        break;
      case 'membership': {
        const room = this.#rooms.find(event.projectId);
        if (room) this.#attempt(applyRoles([room]));
        break;
      }
      case 'access-ended':
        this.#attempt(applyRoles(this.#rooms.open()));
        break;
      case 'project-deleted':
        this.#rooms.drop(event.projectId);
        break;
      case 'job':
      case 'renamed':
      case 'chat':
      case 'activity':
      case 'versions':
      case 'tracks':
      case 'sets':
        break;
    }
  }

  /** Catches up on lost bus events: edits of other processes, results in the outbox, changed roles. */
  #reconcile(): void {
    if (this.#isStopped || this.#reconciling) return;
    clearTimeout(this.#timer);
    const reconcile = async () => {
      await drainOutbox();
      // Deleted projects first: their users are notified of the deletion rather than of being removed.
      await this.#rooms.reconcile();
      await applyRoles(this.#rooms.open());
      this.#loop.done();
    };
    this.#reconciling = reconcile()
      .catch((error: unknown) =>
        log.warn({ err: error }, 'Reconciliation failed; the next run makes up for it.'),
      )
      .finally(() => {
        this.#reconciling = undefined;
        if (!this.#isStopped) this.#timer = setTimeout(() => this.#reconcile(), RECONCILE_INTERVAL_MS);
      });
  }

  /** Runs work that the next reconciliation would do as well. */
  #attempt(work: Promise<void>): void {
    work.catch((error: unknown) =>
      log.warn({ err: error }, 'An event was not handled; the next reconciliation makes up for it.'),
    );
  }
}
