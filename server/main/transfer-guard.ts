// Watches the transfers of the web server: those below a minimum rate are aborted, the others may take their time.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { log } from '@/platform/log';
import { hasBody } from '@/server/http/whole-body';
import { makeProblem } from '@/server/problem';

export interface TransferLimits {
  /** An upload that brings less than this on average over `windowMs` is cut, in bytes per second. */
  readonly minimumRate: number;
  readonly windowMs: number;
  /** A download of which nothing at all has left for this long is cut. */
  readonly stallMs: number;
}

/**
 * Far below any connection that ever finishes an upload, far above one that merely keeps the connection open.
 */
export const TRANSFER_LIMITS: TransferLimits = { minimumRate: 1024, windowMs: 60_000, stallMs: 300_000 };

/** Checks within one window. */
const CHECKS_PER_WINDOW = 6;
const TOO_SLOW = 'The upload was too slow and was broken off; try again on a faster connection.';

/** An error as application/problem+json, for where no route can answer. */
export const problemBody = (status: number, code: string, detail: string): string =>
  JSON.stringify(makeProblem(status, code, detail));

export const PROBLEM_HEADERS = {
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
  connection: 'close',
} as const;

/** One request and its answer, with what had moved on its connection at the last looks. */
class Transfer {
  /** Bytes received at each look, the newest last, while the client is the one who is waited for */
  #received: number[] = [];
  #sent = 0;
  #checksWithoutSending = 0;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly socket: Socket,
  ) {}

  /** Whether the body has come in too slowly over a whole window. */
  isTooSlow({ minimumRate, windowMs }: TransferLimits): boolean {
    const { request, socket } = this;
    // What lies here unread is our own slowness.
    if (request.complete || !hasBody(request) || request.readableLength > 0) {
      this.#received = [];
      return false;
    }
    this.#received.push(socket.bytesRead);
    if (this.#received.length <= CHECKS_PER_WINDOW) return false;
    const [oldest = 0] = this.#received.splice(0, 1);
    return socket.bytesRead - oldest < (minimumRate * windowMs) / 1000;
  }

  /** Whether the client has taken nothing of an answer that waits for it. */
  isStalled(elapsedMs: number, { stallMs }: TransferLimits): boolean {
    const hasMoved = this.socket.bytesWritten - this.socket.writableLength !== this.#sent;
    this.#sent = this.socket.bytesWritten - this.socket.writableLength;
    const waits = this.response.writableLength > 0 || this.socket.writableLength > 0;
    this.#checksWithoutSending = waits && !hasMoved ? this.#checksWithoutSending + 1 : 0;
    return this.#checksWithoutSending * elapsedMs >= stallMs;
  }

  /** Aborts the upload, with a message where the response has not begun. */
  refuse(): void {
    const { response, socket } = this;
    if (response.headersSent) {
      socket.destroy();
      return;
    }
    // The connection ends with the response, and the route that still reads the body is notified then.
    response.writeHead(408, PROBLEM_HEADERS);
    response.end(problemBody(408, 'too-slow', TOO_SLOW));
  }
}

/** The bodies of one server. */
export class TransferGuard {
  readonly #transfers = new Set<Transfer>();
  readonly #timer: NodeJS.Timeout;
  readonly #intervalMs: number;
  readonly #limits: TransferLimits;

  constructor(limits: TransferLimits = TRANSFER_LIMITS) {
    this.#limits = limits;
    this.#intervalMs = limits.windowMs / CHECKS_PER_WINDOW;
    this.#timer = setInterval(() => this.#check(), this.#intervalMs);
    this.#timer.unref();
  }

  /** Watches a request until its body has arrived and its answer has been sent, or its connection is gone. */
  watch(request: IncomingMessage, response: ServerResponse): void {
    const transfer = new Transfer(request, response, request.socket);
    this.#transfers.add(transfer);
    // An answer may come before the body has, and the rest of the body is then read by nobody but counts all the same.
    const clear = () => {
      if (request.destroyed && response.closed) this.#transfers.delete(transfer);
    };
    request.once('close', clear);
    response.once('close', clear);
  }

  /** How many requests are under way. */
  get size(): number {
    return this.#transfers.size;
  }

  /** Whether a request is under way on a connection. */
  isBusy(socket: Socket): boolean {
    return [...this.#transfers].some((transfer) => transfer.socket === socket);
  }

  /**
   * Closes the connection with every response that has not begun, so that clients connect to another instance
   * next.
   */
  lastAnswers(): void {
    for (const { response } of this.#transfers) {
      if (!response.headersSent) response.setHeader('connection', 'close');
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    for (const transfer of this.#transfers) {
      const { request } = transfer;
      if (transfer.isTooSlow(this.#limits)) {
        log.warn(
          { method: request.method, bytes: request.socket.bytesRead },
          'An upload was too slow and is cut.',
        );
        this.#transfers.delete(transfer);
        transfer.refuse();
      } else if (transfer.isStalled(this.#intervalMs, this.#limits)) {
        log.warn({ method: request.method }, 'A download that its client does not read is cut.');
        this.#transfers.delete(transfer);
        request.socket.destroy();
      }
    }
  }
}
