// Detects dead connections to the studio that were never closed, and reconnects.

/** The studio sends something every 3 s; a connection that is silent for longer counts as dead. */
const SILENCE_TIMEOUT_MS = 7_000;
/** A connection attempt that takes longer than this is abandoned. */
const CONNECT_TIMEOUT_MS = 7_000;
/** How often the function of `watchConnection` is to be called. */
export const CHECK_INTERVAL_MS = 1_000;

/** The part of the y-websocket provider that is watched. */
export interface WatchedConnection {
  readonly wsconnected: boolean;
  readonly wsconnecting: boolean;
  readonly wsLastMessageReceived: number;
  connect(): void;
  disconnect(): void;
}

/**
 * Reconnects whenever the connection has died. By itself the provider waits 30 s for a silent one, and for as long as
 * the operating system likes for one that does not open. Edits that were on their way are sent again after
 * reconnecting.
 * @returns checks the connection at `nowMs`, in milliseconds since the epoch; call it every `CHECK_INTERVAL_MS`
 */
export function watchConnection(connection: WatchedConnection): (nowMs: number) => void {
  let connectingSince: number | null = null;
  const reconnect = (): void => {
    connectingSince = null;
    connection.disconnect();
    connection.connect();
  };
  return (nowMs) => {
    if (connection.wsconnecting) {
      connectingSince ??= nowMs;
      if (nowMs - connectingSince > CONNECT_TIMEOUT_MS) reconnect();
      return;
    }
    connectingSince = null;
    if (connection.wsconnected && nowMs - connection.wsLastMessageReceived > SILENCE_TIMEOUT_MS) reconnect();
  };
}
