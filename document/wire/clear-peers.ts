// Shows the present users at once after a reconnect.
import type { Awareness } from 'y-protocols/awareness';

/** The part of the y-websocket provider that is needed. */
export interface PresenceConnection {
  readonly awareness: Awareness;
  on(event: 'status', handler: (change: { status: string }) => void): void;
}

/**
 * When the connection is lost, the provider removes the peers but remembers their clocks, and so ignores
 * everybody who has not changed meanwhile: they would stay invisible until they renew their state, up to 15 s.
 */
export function clearPeersWhenLost(connection: PresenceConnection): void {
  const { awareness } = connection;
  connection.on('status', ({ status }) => {
    if (status !== 'disconnected') return;
    for (const clientId of awareness.meta.keys()) {
      if (clientId !== awareness.clientID) awareness.meta.delete(clientId);
    }
  });
}
