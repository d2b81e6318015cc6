// For tests: people with tokens, projects, and stock y-websocket clients on a real server.

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Role } from '@/contract/roles';
import { createSaveTracker, MESSAGE_ACKNOWLEDGE, readAcknowledgement } from '@/document/wire/acknowledge';
import { clearPeersWhenLost } from '@/document/wire/clear-peers';
import { CHECK_INTERVAL_MS, watchConnection } from '@/document/wire/connection-watch';
import { createApiToken } from '@/platform/accounts/api-tokens';
import { getPrisma } from '@/platform/database/client';

export interface TestPerson {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

export async function addPerson(name: string): Promise<TestPerson> {
  const { id } = await getPrisma().user.create({ data: { name, email: `${randomUUID()}@example.org` } });
  return { id, name, token: await createApiToken(id, 'test') };
}

/** A project of `owner`; the others join in the given roles. */
export async function addProject(
  owner: TestPerson,
  others: readonly (readonly [TestPerson, Role])[] = [],
): Promise<string> {
  const members = [[owner, 'owner'] as const, ...others];
  const { id } = await getPrisma().project.create({
    data: {
      name: 'test',
      ownerId: owner.id,
      memberships: { create: members.map(([person, role]) => ({ userId: person.id, role })) },
    },
  });
  return id;
}

/** Headers of a socket that a program opens for `person`. */
export const headersOf = (person: TestPerson) => ({ authorization: `Bearer ${person.token}` });

export interface TestClient {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  /** Everything sent so far is acknowledged. */
  isSaved(): boolean;
  destroy(): void;
}

/** A stock y-websocket client, with what our pages add: counting acknowledgements, watching the line. */
export function openClient(
  port: number,
  projectId: string,
  person: TestPerson,
  doc = new Y.Doc(),
): TestClient {
  const tracker = createSaveTracker(() => undefined);
  class TokenSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: headersOf(person) });
      tracker.opened();
    }
    override send(data: Uint8Array): void {
      tracker.sent(data);
      super.send(data);
    }
  }
  const provider = new WebsocketProvider(`ws://127.0.0.1:${port}/yjs`, projectId, doc, {
    WebSocketPolyfill: TokenSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    maxBackoffTime: 200,
  });
  provider.messageHandlers[MESSAGE_ACKNOWLEDGE] = (_encoder, decoder) =>
    tracker.acknowledged(readAcknowledgement(decoder));
  clearPeersWhenLost(provider);
  const check = watchConnection(provider);
  const watch = setInterval(() => check(Date.now()), CHECK_INTERVAL_MS);
  return {
    doc,
    provider,
    isSaved: () => provider.synced && tracker.isSaved(),
    destroy() {
      clearInterval(watch);
      provider.destroy();
      doc.destroy();
    },
  };
}

/** Waits until `holds` returns true; the test's own time limit ends a wait in vain. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(5);
}
