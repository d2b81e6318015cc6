// A line with delay and jitter for a benchmark: a proxy that passes everything on later, in the order in which it came.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Line {
  /** One way, in milliseconds */
  readonly delayMs: number;
  /** How far each way is off that, in either direction, in milliseconds */
  readonly jitterMs: number;
}

export interface DelayingProxy {
  readonly port: number;
  close(): void;
}

function passOn(from: Socket, to: Socket, { delayMs, jitterMs }: Line): void {
  const waiting: (() => void)[] = [];
  let dueMs = 0;
  const later = (act: () => void) => {
    // A connection keeps its order: nothing arrives before what was sent earlier.
    dueMs = Math.max(dueMs, performance.now() + delayMs + (2 * Math.random() - 1) * jitterMs);
    waiting.push(act);
    // Timers of one millisecond may fire in any order, so each passes on what has waited longest.
    setTimeout(() => waiting.shift()?.(), dueMs - performance.now());
  };
  from.on('data', (bytes) => later(() => to.writable && to.write(bytes)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
  from.on('close', () => later(() => to.destroy()));
}

/** Opens a proxy to a port of this machine. */
export async function openDelayingProxy(port: number, line: Line): Promise<DelayingProxy> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    passOn(near, far, line);
    passOn(far, near, line);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
