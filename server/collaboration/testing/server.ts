// For tests: a server on a free port that answers sockets and no pages.

import { SOCKET_LIMITS, type SocketLimitSizes } from '@/server/limits/socket-limits';
import { type StudioServer, startStudioServer } from '@/server/main/studio-server';

const ENDLESS = { rate: 1e12, burst: 1e12 };

/** For loads that one person on one machine makes in place of many. */
export const GENEROUS_LIMITS: SocketLimitSizes = {
  attempts: ENDLESS,
  joins: ENDLESS,
  joinsPerMinute: 1_000_000,
  openPerPerson: 100_000,
  openPerAddress: 100_000,
  frames: ENDLESS,
  received: ENDLESS,
  sent: ENDLESS,
  refusals: ENDLESS,
  rebuilds: ENDLESS,
  events: ENDLESS,
};

export function startSocketServer(port = 0, socketLimits = SOCKET_LIMITS): Promise<StudioServer> {
  const pages = async (_request: unknown, response: { end(): void }) => void response.end();
  return startStudioServer({ host: '127.0.0.1', port, pages, socketLimits });
}
