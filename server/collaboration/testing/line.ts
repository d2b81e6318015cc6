// For tests and benchmarks: a line between clients and a server that can go dead without either end noticing.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class Line {
  readonly #sockets = new Set<Socket>();
  /** Connections whose line died for good: both ends stay open, and nothing arrives any more. */
  readonly #dead = new WeakSet<Socket>();
  #state: 'open' | 'held' | 'swallowing' = 'open';

  readonly #server: Server;
  #target: number;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
  }

  /** Opens a line to a port of this machine. */
  static async to(port: number): Promise<Line> {
    const server = createServer((near) => line.#carry(near, connect(line.#target, '127.0.0.1')));
    const line = new Line(server, port);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** New connections go to another port from now on. */
  lead(port: number): void {
    this.#target = port;
  }

  /** Nothing arrives until mend(); data in transit arrives then. */
  hold(): void {
    this.#state = 'held';
    for (const socket of this.#sockets) socket.pause();
  }

  /** Nothing arrives until mend(), and nothing ever on connections that are open or opened meanwhile. */
  swallow(): void {
    this.#state = 'swallowing';
    for (const socket of this.#sockets) this.#dead.add(socket);
  }

  mend(): void {
    this.#state = 'open';
    for (const socket of this.#sockets) socket.resume();
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #carry(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      if (this.#state === 'swallowing') this.#dead.add(from);
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
      if (this.#state === 'held') from.pause();
    }
  }
}
