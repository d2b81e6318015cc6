// For tests and benchmarks: a proxy between clients and a server whose connections can stall silently.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class NetworkLink {
  readonly #sockets = new Set<Socket>();
  /** Black-holed connections: both ends stay open, and nothing arrives any more. */
  readonly #dead = new WeakSet<Socket>();
  #state: 'open' | 'stalled' | 'blackhole' = 'open';

  readonly #server: Server;
  #target: number;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
  }

  /** Opens a proxy to a port of this machine. */
  static async to(port: number): Promise<NetworkLink> {
    const server = createServer((near) => link.#forward(near, connect(link.#target, '127.0.0.1')));
    const link = new NetworkLink(server, port);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return link;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** New connections go to another port from now on. */
  redirect(port: number): void {
    this.#target = port;
  }

  /** Nothing arrives until restore(); data in transit arrives then. */
  stall(): void {
    this.#state = 'stalled';
    for (const socket of this.#sockets) socket.pause();
  }

  /** Nothing arrives until restore(), and nothing ever on connections that are open or opened meanwhile. */
  blackhole(): void {
    this.#state = 'blackhole';
    for (const socket of this.#sockets) this.#dead.add(socket);
  }

  restore(): void {
    this.#state = 'open';
    for (const socket of this.#sockets) socket.resume();
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #forward(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      if (this.#state === 'blackhole') this.#dead.add(from);
      const unlessDead = (act: () => void) => () => {
        if (!this.#dead.has(from)) act();
      };
      from.on('data', (data) => unlessDead(() => to.write(data))());
      from.on(
        'error',
        unlessDead(() => to.destroy()),
      );
      from.on(
        'close',
        unlessDead(() => to.destroy()),
      );
      from.once('close', () => this.#sockets.delete(from));
      if (this.#state === 'stalled') from.pause();
    }
  }
}
