// A free TCP port of this machine, for servers that cannot choose one by themselves.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A loopback port that nothing listens on now; another program may still take it first. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The machine has no free port.');
  return address.port;
}
