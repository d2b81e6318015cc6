// For tests: a web process without pages, which dispatches jobs, serves sockets and answers health checks.
import { readHealth } from '@/server/health/health';
import { startDispatcher } from '@/server/jobs/dispatcher';
import { startStudioServer } from '@/server/main/studio-server';
import { startWebHeartbeat } from '@/server/main/web-heartbeat';

const server = await startStudioServer({
  host: '127.0.0.1',
  port: 0,
  pages: async (_request, response) => void response.end(JSON.stringify(await readHealth())),
});
await startWebHeartbeat(server.port);
startDispatcher();
process.on('disconnect', () => process.exit());
process.send?.({ port: server.port });
