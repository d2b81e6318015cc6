// For tests and benchmarks: the sockets of the studio in a process of their own, which may be killed.

import { closeBus } from '@/platform/bus';
import { closeDatabase } from '@/platform/database/client';
import { SOCKET_LIMITS } from '@/server/limits/socket-limits';
import { GENEROUS_LIMITS, startSocketServer } from './server';

/** Of all threads of this process, in the programs and in the kernel. */
function processorS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const limits = process.env.TEST_SOCKET_LIMITS === 'real' ? SOCKET_LIMITS : GENEROUS_LIMITS;
const server = await startSocketServer(Number(process.argv[2] ?? 0), limits);

process.on('message', (wanted) => {
  if (wanted === 'usage') globalThis.gc?.();
  process.send?.({ rssMb: process.memoryUsage().rss / 2 ** 20, cpuS: processorS() });
});
process.once('SIGTERM', async () => {
  await server.stop();
  await closeBus();
  await closeDatabase();
  process.exit(0);
});
process.on('disconnect', () => process.exit());
process.send?.({ port: server.port });
