// Finds out that the line to the studio is dead although nobody closed it, and dials again.

/** The studio sends something every 3 s; a line that is silent for longer than this is dead. */
const SILENT_MS = 7_000;
/** A connection that takes longer than this to open is given up: it may have been dialled into a dead line. */
const DIAL_MS = 7_000;
const CHECK_INTERVAL_MS = 1_000;

/** The part of the y-websocket provider that is watched. */
export interface WatchedLine {
  readonly wsconnected: boolean;
  readonly wsconnecting: boolean;
  readonly wsLastMessageReceived: number;
  connect(): void;
  disconnect(): void;
}

/**
 * Dials again whenever the line has died. By itself the provider waits 30 s for a silent line, and for as long as the
 * operating system likes for one that does not open. Edits that were on their way are sent again after dialling.
 * @returns the function that ends the watch
 */
export function watchLine(line: WatchedLine): () => void {
  let dialledAt: number | null = null;
  const redial = (): void => {
    dialledAt = null;
    line.disconnect();
    line.connect();
  };
  const check = (): void => {
    const now = Date.now();
    if (line.wsconnecting) {
      dialledAt ??= now;
      if (now - dialledAt > DIAL_MS) redial();
      return;
    }
    dialledAt = null;
    if (line.wsconnected && now - line.wsLastMessageReceived > SILENT_MS) redial();
  };
  const timer = setInterval(check, CHECK_INTERVAL_MS);
  return () => clearInterval(timer);
}
