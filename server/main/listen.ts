// Opens the port of a server, or fails with a message about why it cannot be opened.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { errorCode } from '@/platform/database/error-code';

/**
 * Makes a server listen.
 * @param port 0 takes any free one
 * @returns the port
 * @throws Error with a one-sentence message
 */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(listenProblem(error, host, port), { cause: error });
  }
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

function listenProblem(error: unknown, host: string, port: number): string {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use; set PORT to another one.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user; set PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}; set HOST to one that it has.`;
    default:
      return `The web server cannot listen on ${host}:${port}: ${String(error)}.`;
  }
}
