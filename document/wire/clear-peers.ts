// Lets a browser that comes back see at once who is there.
import type { Awareness } from 'y-protocols/awareness';

/** The part of the y-websocket provider that is needed. */
export interface PresenceLine {
  readonly awareness: Awareness;
  on(event: 'status', handler: (change: { status: string }) => void): void;
}

/**
 * When the line is lost, the provider takes the others away but remembers their clocks, and so passes over
 * everybody who has not changed meanwhile: they would stay invisible until they renew their state, up to 15 s.
 */
export function clearPeersWhenLost(line: PresenceLine): void {
  const { awareness } = line;
  line.on('status', ({ status }) => {
    if (status !== 'disconnected') return;
    for (const clientId of awareness.meta.keys()) {
      if (clientId !== awareness.clientID) awareness.meta.delete(clientId);
    }
  });
}
