// The guard around a WebSocket: who reads too slowly is cut off, but never for what they asked for.
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { GuardedSocket } from './socket';

const MB = 1_000_000;

/** A line on which nothing is read until the test says so. */
class FakeWebSocket extends EventEmitter {
  readyState: number = WebSocket.OPEN;
  bufferedAmount = 0;
  readonly ping = vi.fn();
  send(frame: Uint8Array): void {
    this.bufferedAmount += frame.byteLength;
  }
  terminate(): void {
    this.readyState = WebSocket.CLOSED;
    this.emit('close');
  }
  close(): void {
    this.readyState = WebSocket.CLOSING;
  }
}

let line: FakeWebSocket;
let socket: GuardedSocket;

beforeEach(() => {
  vi.useFakeTimers();
  line = new FakeWebSocket();
  const events = { frame: () => undefined, mayReceive: () => true, closed: () => undefined };
  socket = new GuardedSocket(line as unknown as WebSocket, events, new Uint8Array(2));
});
afterEach(() => {
  line.terminate();
  vi.useRealTimers();
});

const edits = (bytes: number): void => {
  for (let sent = 0; sent < bytes; sent += 100_000) socket.send(new Uint8Array(100_000));
};

it('cuts off a browser that does not read what others edit', () => {
  edits(5 * MB);
  expect(socket.isOpen).toBe(false);
});

it('lets a browser receive a document that is larger than what may wait otherwise, edits on top of it', () => {
  socket.answer([new Uint8Array(9 * MB), new Uint8Array(1_000)]);
  edits(3 * MB);
  expect(socket.isOpen).toBe(true);
  edits(2 * MB);
  expect(socket.isOpen).toBe(false);
});

it('counts anew once a large document has arrived', () => {
  socket.answer([new Uint8Array(9 * MB)]);
  line.bufferedAmount = 0;
  edits(5 * MB);
  expect(socket.isOpen).toBe(false);
});

it('does not take a slow line for a dead one while a document goes over it', () => {
  socket.answer([new Uint8Array(9 * MB)]);
  for (let i = 0; i < 20; i++) {
    line.bufferedAmount -= 0.4 * MB;
    vi.advanceTimersByTime(3_000);
  }
  expect(socket.isOpen).toBe(true);
  vi.advanceTimersByTime(18_000);
  expect(socket.isOpen).toBe(false);
});
