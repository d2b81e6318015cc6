// For tests: a TCP proxy in front of a database or Redis that fails in the ways that networks fail.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * `pass`: everything goes through, including what a hole retained. `refuse`: connections are reset and new
 * ones too. `hole`: nothing goes through, and neither side is notified; new connections open and stay silent
 * as well.
 */
export type ProxyMode = 'pass' | 'refuse' | 'hole';

interface ProxiedConnection {
  readonly client: Socket;
  upstream: Socket | undefined;
  /** Silent for ever: it stays open, and nothing passes any more. */
  isDead: boolean;
}

export class TcpProxy {
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  readonly #target: { readonly host: string; readonly port: number };
  #mode: ProxyMode = 'pass';

  private constructor(server: Server, target: { host: string; port: number }) {
    this.#server = server;
    this.#target = target;
    server.on('connection', (client) => this.#accept(client));
  }

  /** Opens a proxy on a free loopback port in front of the server that `url` names. */
  static async open(url: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(url);
    const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
    const proxy = new TcpProxy(server, { host: hostname, port: Number(port) });
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy does not listen.');
    return address.port;
  }

  /** How many lines are open and not dead. */
  get connections(): number {
    return [...this.#connections].filter((line) => !line.isDead).length;
  }

  /** `url` with the address of the proxy in place of the server's. */
  urlOf(url: string): string {
    const changed = new URL(url);
    changed.hostname = '127.0.0.1';
    changed.port = String(this.port);
    return changed.href;
  }

  set mode(mode: ProxyMode) {
    this.#mode = mode;
    if (mode === 'refuse') this.cut();
    for (const line of this.#connections) this.#apply(line);
  }

  /** Black-holes every open connection: it stays open and silent for ever; new ones work. */
  blackhole(): void {
    this.#mode = 'pass';
    for (const line of this.#connections) {
      line.isDead = true;
      line.client.pause();
      line.upstream?.pause();
    }
  }

  /** Resets every line that is open now; new ones follow the mode. */
  cut(): void {
    for (const line of this.#connections) this.#end(line);
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    const line: ProxiedConnection = { client, upstream: undefined, isDead: false };
    client.on('error', () => undefined);
    if (this.#mode === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    this.#connections.add(line);
    client.on('close', () => this.#end(line));
    this.#apply(line);
  }

  #apply(line: ProxiedConnection): void {
    if (line.isDead) return;
    if (this.#mode === 'hole') {
      line.client.pause();
      line.upstream?.pause();
      return;
    }
    const upstream = line.upstream ?? this.#connect(line);
    line.client.resume();
    upstream.resume();
  }

  #connect(line: ProxiedConnection): Socket {
    const upstream = connect(this.#target);
    line.upstream = upstream;
    upstream.setNoDelay(true);
    line.client.setNoDelay(true);
    upstream.on('error', () => undefined);
    // A dead line stays open whatever happens behind it: that is what makes it a zombie.
    upstream.on('close', () => line.isDead || this.#end(line));
    line.client.on('data', (chunk) => upstream.write(chunk));
    upstream.on('data', (chunk) => line.client.write(chunk));
    return upstream;
  }

  #end(line: ProxiedConnection): void {
    if (!this.#connections.delete(line)) return;
    line.client.resetAndDestroy();
    // The server does not receive the end of a zombie either: its locks are its own affair.
    if (!line.isDead) line.upstream?.destroy();
    else line.upstream?.unref();
  }
}
