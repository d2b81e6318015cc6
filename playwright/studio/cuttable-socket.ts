// The network connections of one browser, to the shared document for instance, which a test can cut and restore; pages still
// load meanwhile.
import type { BrowserContext, WebSocketRoute } from '@playwright/test';

export interface CuttableSocket {
  /** Ends the open connection and refuses new ones. */
  cut(): Promise<void>;
  restore(): void;
}

/** Lays the line; call it before the page opens the document. @param url the sockets that can be cut */
export async function interceptSocket(context: BrowserContext, url = /\/yjs\//): Promise<CuttableSocket> {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await context.routeWebSocket(url, async (socket) => {
    if (isCut) {
      await socket.close({ code: 1001, reason: 'cut' });
      return;
    }
    open.add(socket);
    socket.connectToServer();
  });
  return {
    async cut() {
      isCut = true;
      for (const socket of open) await socket.close({ code: 1001, reason: 'cut' });
      open.clear();
    },
    restore() {
      isCut = false;
    },
  };
}
