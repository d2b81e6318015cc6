// For tests and benchmarks: the sockets of the studio in a process of their own, which may be killed.
import { startSocketServer } from './server';

const server = await startSocketServer(Number(process.argv[2] ?? 0));

process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ rssMb: process.memoryUsage().rss / 2 ** 20, cpuS: process.cpuUsage().user / 1e6 });
});
process.on('disconnect', () => process.exit());
process.send?.({ port: server.port });
