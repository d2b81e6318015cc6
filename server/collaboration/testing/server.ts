// For tests: a server on a free port that answers sockets and no pages.
import { type StudioServer, startStudioServer } from '@/server/http/studio-server';

export function startSocketServer(port = 0): Promise<StudioServer> {
  const pages = async (_request: unknown, response: { end(): void }) => void response.end();
  return startStudioServer({ host: '127.0.0.1', port, pages });
}
