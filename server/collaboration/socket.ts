// A guarded WebSocket: every error handled, every frame counted, every queue bounded.
import { WebSocket } from 'ws';
import { CLOSE_CODES } from '@/document/wire/presence';
import { TokenBucket } from '../limits/token-bucket';

/** A frame above this is refused with a reason. The limit of `ws` itself lies higher and knows only code 1009. */
const MAX_FRAME_BYTES = 2 ** 20;
export const HARD_FRAME_BYTES = 8 * 2 ** 20;
/**
 * A browser that reads this slowly is cut off; it comes back and asks for what it lacks. What it asked for is not
 * counted.
 */
const MAX_BUFFERED_BYTES = 4_000_000;
/** Frames per second: all faders moved at 60 Hz, and repeated presence states. */
const FRAMES = { rate: 400, burst: 1_200 };
const BYTES = { rate: 1_000_000, burst: 8_000_000 };
/** The interval at which each side sends something, whether or not there are edits. */
const PING_INTERVAL_MS = 3_000;
/** Pings without an answer after which a connection is dead. */
const MAX_UNANSWERED = 4;
/**
 * A ping waits behind what is on its way: a browser that reads at least so much between two pings is alive, at 1 KB/s.
 */
const MIN_READ_BYTES = 3_000;
/** How long a browser may take to answer a close before it is cut off. */
const CLOSE_TIMEOUT_MS = 2_000;
/** The protocol allows 123 bytes for the reason. */
const MAX_REASON_BYTES = 123;

export interface SocketEvents {
  /** A binary frame of legal size. Must not throw. */
  frame(data: Uint8Array): void;
  /** Whether the person may send one more frame of this size, over all their sockets. */
  mayReceive(bytes: number): boolean;
  /** The connection is over, for whatever reason. Called once. */
  closed(): void;
}

/** Cuts at a character, not inside one. */
function fitReason(reason: string): string {
  let fitting = reason;
  while (Buffer.byteLength(fitting) > MAX_REASON_BYTES) fitting = fitting.slice(0, -1);
  return fitting;
}

export class GuardedSocket {
  readonly #frames = new TokenBucket(FRAMES.rate, FRAMES.burst);
  readonly #bytes = new TokenBucket(BYTES.rate, BYTES.burst);
  readonly #pinger: NodeJS.Timeout;
  #cutOff: NodeJS.Timeout | undefined;
  #unanswered = 0;
  /** Bytes of answers that may still be on their way: a large document on a slow line takes its time. */
  #asked = 0;
  #bufferedAtPing = 0;
  readonly #ws: WebSocket;
  readonly #events: SocketEvents;
  readonly #heartbeatFrame: Uint8Array;

  /** @param signOfLife a frame that says nothing in the protocol spoken here */
  constructor(ws: WebSocket, events: SocketEvents, signOfLife: Uint8Array) {
    this.#ws = ws;
    this.#events = events;
    this.#heartbeatFrame = signOfLife;
    // `ws` reports broken frames here and closes; without a listener they would end the process.
    ws.on('error', () => ws.terminate());
    ws.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    ws.on('pong', () => {
      this.#unanswered = 0;
    });
    ws.once('close', () => {
      clearInterval(this.#pinger);
      clearTimeout(this.#cutOff);
      this.#events.closed();
    });
    this.#pinger = setInterval(() => this.#ping(), PING_INTERVAL_MS);
  }

  get isOpen(): boolean {
    return this.#ws.readyState === WebSocket.OPEN;
  }

  send(frame: Uint8Array): void {
    if (!this.isOpen) return;
    const { bufferedAmount } = this.#ws;
    if (bufferedAmount <= MAX_BUFFERED_BYTES) this.#asked = 0;
    if (bufferedAmount > MAX_BUFFERED_BYTES + this.#asked) this.#ws.terminate();
    else this.#ws.send(frame);
  }

  /** Sends what the browser asked for, however large it is; the caller limits how often that may be. */
  answer(frames: readonly Uint8Array[]): void {
    for (const frame of frames) {
      if (!this.isOpen) return;
      this.#asked += frame.byteLength;
      this.#ws.send(frame);
    }
  }

  /** Closes with a code and a user message; whatever still arrives is ignored. */
  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.#ws.close(code, fitReason(reason));
    this.#cutOff = setTimeout(() => this.#ws.terminate(), CLOSE_TIMEOUT_MS);
  }

  terminate(): void {
    this.#ws.terminate();
  }

  #onMessage(data: WebSocket.RawData, isBinary: boolean): void {
    if (!this.isOpen) return;
    const frame = data as Buffer;
    if (!isBinary) this.close(CLOSE_CODES.invalidEdit, 'The studio speaks in binary frames only.');
    else if (frame.byteLength > MAX_FRAME_BYTES) {
      this.close(CLOSE_CODES.tooLarge, 'An edit may not be larger than 1 MB.');
    } else if (!this.#isWithinRate(frame.byteLength)) {
      this.close(CLOSE_CODES.tooFast, 'Too many edits came from this browser at once.');
    } else this.#events.frame(frame);
  }

  #isWithinRate(bytes: number): boolean {
    return this.#frames.take(1) && this.#bytes.take(bytes) && this.#events.mayReceive(bytes);
  }

  /**
   * Finds connections that are dead without saying so, and lets the browser find out likewise: pages do not see
   * pings, so they get a frame that says nothing.
   */
  #ping(): void {
    const { bufferedAmount } = this.#ws;
    const isReading = this.#bufferedAtPing - bufferedAmount >= MIN_READ_BYTES;
    this.#bufferedAtPing = bufferedAmount;
    if (isReading) this.#unanswered = 0;
    if (this.#unanswered >= MAX_UNANSWERED) {
      this.#ws.terminate();
      return;
    }
    this.#unanswered += 1;
    if (!this.isOpen) return;
    this.#ws.ping();
    this.send(this.#heartbeatFrame);
  }
}
